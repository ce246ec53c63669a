import { answerPassword } from "#server/auth/index";

export { answerPassword as POST, answerPassword as PUT };
