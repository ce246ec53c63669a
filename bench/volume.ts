import type { DatabaseServer } from "./database-server";
import type { Options } from "./options";
import type { Line } from "./report";

export async function measureVolume(_server: DatabaseServer, _options: Options): Promise<Line[]> {
  return [];
}
