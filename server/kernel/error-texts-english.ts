import type { ErrorCode } from "./errors";

/** As the Portuguese ones, for who reads the screens in English. */
export const errorTextsInEnglish: Readonly<Record<ErrorCode, { message: string; action: string }>> = {
  "access.decided": { message: "This request was already decided.", action: "Refresh the list." },
  "access.last_admin": {
    message: "This is the last active administrator.",
    action: "Give the role to someone else first.",
  },
  "access.not_found": { message: "Request not found.", action: "Refresh the list." },
  "access.own": {
    message: "Nobody decides their own request, or one about their own access.",
    action: "Ask someone else with the right to approve.",
  },
  "access.pending": {
    message: "The same request is already waiting for a second person.",
    action: "Wait for the decision, or withdraw that request first.",
  },
  "access.stale": {
    message: "The access changed since the request, or who requested it may no longer do so.",
    action: "Decline this request and make another one.",
  },
  "access.unchanged": {
    message: "The request changes nothing.",
    action: "Change the role, the funds or the end date.",
  },
  "anbima.forbidden": {
    message: "ANBIMA refused the credential.",
    action: "Check ANBIMA_CLIENT_ID, ANBIMA_CLIENT_SECRET and the contracted product.",
  },
  "anbima.invalid_answer": {
    message: "ANBIMA answered something that is not a price list.",
    action: "It is retried automatically; nothing was lost.",
  },
  "anbima.unavailable": {
    message: "ANBIMA did not answer.",
    action: "It is retried automatically; nothing was lost.",
  },
  "audit.not_found": {
    message: "There is no such event in the log.",
    action: "Check the address, or ask for access to its fund.",
  },
  "audit.not_sealed": {
    message: "No signed checkpoint covers this event yet.",
    action: "Try again in a moment.",
  },
  "audit.nothing_sealed": {
    message: "No event is sealed yet that could be exported.",
    action: "Try again in a moment.",
  },
  "auth.code_required": { message: "The second-step code is missing.", action: "Enter the code." },
  "auth.code_wrong": {
    message: "The code is wrong or was already used.",
    action: "Wait for the app’s next code and try again.",
  },
  "auth.denied": { message: "You do not have the right this needs.", action: "Ask an administrator for it." },
  "auth.rate_limited": { message: "Too many sign-in attempts.", action: "Wait a minute and try again." },
  "auth.required": { message: "Sign in to continue.", action: "Sign in again." },
  "calendar.not_found": { message: "This day has no calendar exception.", action: "Check the date." },
  "database.unavailable": {
    message: "The database did not respond.",
    action: "Try again in a moment; nothing was lost.",
  },
  "flag.unknown": { message: "This flag does not exist.", action: "See the list of flags." },
  "fund.not_found": { message: "Fund not found.", action: "Check the code or ask for access to it." },
  "idempotency.in_progress": {
    message: "A request with this key is in progress.",
    action: "Wait for the answer to the first one.",
  },
  "idempotency.reused": {
    message: "This key was already used with other content.",
    action: "Use a new key for a new request.",
  },
  "input.invalid": { message: "Some fields are invalid.", action: "Correct the fields indicated." },
  "internal.unexpected": {
    message: "Something unexpected happened.",
    action: "Try again; if it happens again, quote the request code.",
  },
  "job.lease_lost": { message: "Another process took this job over.", action: "Nothing to do." },
  "job.not_found": { message: "Job not found.", action: "Refresh the list." },
  "job.unknown": { message: "Unknown kind of job.", action: "Check the processes’ versions." },
  "ledger.below_floor": {
    message: "The balance or position would fall below its minimum.",
    action: "Wait for cash to come in, or reduce the amount.",
  },
  "ledger.not_balanced": {
    message: "The postings do not add up to zero.",
    action: "Tell support, with the request code.",
  },
  "link.invalid": { message: "This link was used, expired or cancelled.", action: "Ask for a new link." },
  "link.too_many": {
    message: "Several links were already sent in this hour.",
    action: "Check the inbox and spam, or wait an hour.",
  },
  "mail.not_sent": { message: "The email was not delivered.", action: "It is retried automatically." },
  "mail.unknown": {
    message: "It is unknown whether the email was delivered.",
    action: "Check with the recipient before sending it again.",
  },
  "notification.not_found": { message: "Notification not found.", action: "Refresh the list." },
  "operation.not_executed": { message: "The operation is not executed.", action: "Refresh the page." },
  "operation.not_found": { message: "Operation not found.", action: "Check the identifier." },
  "operation.not_pending": { message: "The operation is no longer pending.", action: "Refresh the page." },
  "operation.own_upload": {
    message: "Whoever uploaded the file does not decide on its operations.",
    action: "Ask someone else.",
  },
  "operation.reversed": { message: "The operation was already reversed.", action: "See the reversal entry." },
  "password.weak": {
    message: "This password is weak.",
    action: "Use 12 characters or more, without your name or a common password.",
  },
  "rate.exceeded": { message: "Too many requests in a short time.", action: "Wait and try again." },
  "review.not_found": { message: "Review item not found.", action: "Refresh the list." },
  "reversal.empty": {
    message: "No operation of the filtered events can be reversed.",
    action: "See why in the preview, and change the filter.",
  },
  "reversal.not_found": {
    message: "There is no such bulk reversal.",
    action: "Check the address, or ask for access to its funds.",
  },
  "reversal.own": {
    message: "Who asked for the reversal, or sent or edited one of its operations, does not decide it.",
    action: "Ask another person with the right to reverse.",
  },
  "reversal.too_many": {
    message: "The filter names too many operations for one reversal.",
    action: "Narrow it, for instance to a fund or a day.",
  },
  "reversal.wrong_state": { message: "This reversal is past that step.", action: "Refresh the page." },
  "review.approved_by_you": {
    message: "You already gave the first approval of this item.",
    action: "Someone else gives the second one.",
  },
  "review.changed": {
    message: "The item changed since you opened it.",
    action: "See what changed and decide again.",
  },
  "review.decided": {
    message: "The item was already decided.",
    action: "The item says who decided it, and why.",
  },
  "review.none_free": {
    message: "There is no unassigned item that you can decide.",
    action: "See the whole queue.",
  },
  "review.not_approvable": {
    message: "There is no price to approve for this operation.",
    action: "Edit the operation, reject it or postpone the decision.",
  },
  "review.not_editable": { message: "The change is not valid.", action: "Check the values." },
  "review.nothing_to_edit": {
    message: "There is no value to edit here.",
    action: "Approve the correction or keep the price.",
  },
  "review.not_held": {
    message: "None of your decisions can still be undone here.",
    action: "Once executed, an operation is only undone by a reversal.",
  },
  "review.own": {
    message: "Whoever sent or edited what is in review does not decide it.",
    action: "Ask someone else.",
  },
  "review.proof_required": {
    message: "Above this amount you have to confirm who you are.",
    action: "Enter your password, or the code from your app.",
  },
  "review.stopped": { message: "You stopped before this item.", action: "Try again those that are left." },
  "session.not_found": { message: "Session not found.", action: "Refresh the list." },
  "spreadsheet.refused": {
    message: "The spreadsheet could not be opened.",
    action: "Open it in Excel, save it again as .xlsx and upload it.",
  },
  "storage.not_found": { message: "The stored file was not found.", action: "Upload the file again." },
  "storage.too_large": {
    message: "The file is larger than allowed.",
    action: "Split the file and upload the parts.",
  },
  "storage.unavailable": { message: "The file could not be stored.", action: "Try again in a moment." },
  "token.invalid": { message: "Missing, expired or invalid token.", action: "Ask for a new token." },
  "token.not_found": { message: "Token not found.", action: "Refresh the list." },
  "totp.not_begun": {
    message: "Setup was not started, or was restarted on another screen.",
    action: "Start again and scan the new code.",
  },
  "totp.on": {
    message: "The second step is already on.",
    action: "Turn it off before setting it up on another device.",
  },
  "totp.required": {
    message: "Your role requires the second step.",
    action: "To change devices, ask an administrator to reset it.",
  },
  "upload.duplicate": { message: "This file was already uploaded.", action: "See the first upload." },
  "upload.empty": { message: "The file is empty.", action: "Check the file and upload it again." },
  "upload.incomplete": { message: "The upload has not finished.", action: "Resume the upload." },
  "upload.kind_unknown": { message: "This kind of file does not exist.", action: "Use tipo=operacoes." },
  "upload.fix_impossible": {
    message: "This fix does not apply to these lines.",
    action: "Refresh the page and see what is left.",
  },
  "upload.layout_not_found": {
    message: "This column mapping does not exist.",
    action: "It may have been forgotten already.",
  },
  "upload.not_found": { message: "File not found.", action: "Check the address." },
  "upload.nothing_edited": {
    message: "No rejected line was fixed.",
    action: "Fix at least one line and send it again.",
  },
  "upload.own": {
    message: "Whoever uploaded or corrected the file cannot undo its import.",
    action: "Ask someone else with the right to reverse.",
  },
  "upload.partial_scope": {
    message: "The file also has operations of funds you do not see.",
    action: "Ask someone who sees all of the file’s funds.",
  },
  "upload.preview_outdated": {
    message: "Your funds changed since the preview.",
    action: "Read the file again and confirm.",
  },
  "upload.reading_changed": {
    message: "Someone else changed how the file is read.",
    action: "See what they chose and decide again.",
  },
  "upload.reverting": {
    message: "This import is already being undone.",
    action: "Follow the result on the file’s page.",
  },
  "upload.row_not_found": { message: "Line not found.", action: "Refresh the page." },
  "upload.totals_differ": {
    message: "What goes in does not match the control totals.",
    action: "Correct the file or the totals, or say why to confirm anyway.",
  },
  "upload.totals_unknown": {
    message: "The control totals have not been checked against these lines yet.",
    action: "Wait for the preview and confirm again.",
  },
  "upload.wrong_state": { message: "The file is past this step.", action: "Refresh the page." },
  "user.email_taken": { message: "There is already a user with this email.", action: "Use another email." },
  "user.not_found": { message: "User not found.", action: "Check the address." },
  "user.self": { message: "Nobody changes their own access.", action: "Ask someone else with the right." },
  "user.wrong_state": { message: "This person’s status does not allow it.", action: "Refresh the page." },
  "view.name_taken": { message: "You already have a view with this name.", action: "Use another name." },
  "view.not_found": {
    message: "This view does not exist or belongs to someone else.",
    action: "Choose another view.",
  },
  "view.too_many": { message: "You already have 50 views.", action: "Delete one you no longer use." },
};
