export { deliverMail, type Mail, type PendingNotification } from "./deliver";
export { notify } from "./notify";
export { readNotifications, readNotificationsInput } from "./read";
