export { deliverMail, type Mail, type PendingNotification } from "./deliver";
export { notify } from "./notify";
