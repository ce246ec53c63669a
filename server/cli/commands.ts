import type { Command } from "./command";
import { benchCommand } from "./commands/bench";
import { clearDemoCommand, loadDemoCommand } from "./commands/demo";
import { exportAuditCommand } from "./commands/export-audit";
import { engineCommand } from "./commands/flags";
import { contributeCommand, createFundCommand, fundRulesCommand } from "./commands/funds";
import { importCommand } from "./commands/import";
import { erasePersonCommand, holdPersonCommand, retentionCommand } from "./commands/retention";
import { createTokenCommand, revokeTokenCommand } from "./commands/tokens";
import { createUserCommand, disableUserCommand } from "./commands/users";
import { verifyCommand } from "./commands/verify";
import { verifyAuditCommand } from "./commands/verify-audit";

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  importCommand,
  verifyCommand,
  verifyAuditCommand,
  exportAuditCommand,
  loadDemoCommand,
  clearDemoCommand,
  createFundCommand,
  contributeCommand,
  fundRulesCommand,
  createUserCommand,
  disableUserCommand,
  erasePersonCommand,
  holdPersonCommand,
  retentionCommand,
  createTokenCommand,
  revokeTokenCommand,
  engineCommand,
  benchCommand,
];
