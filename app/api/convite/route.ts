import { answerInvitation } from "#server/auth/index";

export { answerInvitation as POST, answerInvitation as PUT };
