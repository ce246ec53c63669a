export { deliverMail, type Mail, type PendingNotification } from "./deliver";
export { mailHtml, mailOfLines } from "./mail-body";
export { notify } from "./notify";
export { readNotifications, readNotificationsInput } from "./read";
