import { getPin, pinRelease, type Pinned } from "@/lib/balrog-api/service-pins";
import { getInParts, setInParts, updateParts } from "@/lib/balrog-api/service-parts";
import { deleteRelease, listBalrogReleases, setReadOnly } from "@/lib/balrog-api/service-releases";

import { json } from "../route";
import { csrf, empty, readBody, type Asked, type BalrogRoute } from "./route";
import { partsBody, partsReadOnlyBody, pinBody } from "./schemas";

/** Balrog's second API for releases, in which each part of a release has a data version of its own. */
export const partRoutes: readonly BalrogRoute[] = [
  {
    method: "GET",
    path: "/v2/releases",
    answer: async ({ caller, query }) => {
      const releases = await listBalrogReleases(caller);
      return json(query.has("names_only") ? releases.map(({ name }) => name) : { releases });
    },
  },
  {
    method: "GET",
    path: "/v2/releases/{name}",
    answer: async ({ caller, at }) => {
      const release = await getInParts(caller, at("name"));
      return json({ ...release, sc_blob: {}, sc_data_versions: {} }, { headers: csrf() });
    },
  },
  {
    method: "GET",
    path: "/v2/releases/{name}/data_versions",
    answer: async ({ caller, at }) => {
      const { data_versions } = await getInParts(caller, at("name"));
      return json({ data_versions });
    },
  },
  {
    method: "PUT",
    path: "/v2/releases/{name}",
    answer: async (asked) => json(await setInParts(asked.caller, asked.at("name"), await readParts(asked))),
  },
  {
    method: "POST",
    path: "/v2/releases/{name}",
    answer: async (asked) => json(await updateParts(asked.caller, asked.at("name"), await readParts(asked))),
  },
  {
    method: "DELETE",
    path: "/v2/releases/{name}",
    answer: async ({ caller, at }) => {
      await deleteRelease(caller, at("name"), null);
      return empty();
    },
  },
  {
    method: "PUT",
    path: "/v2/releases/{name}/read_only",
    answer: async (asked) => {
      const { read_only: readOnly, old_data_version: dataVersion } = await readBody(asked, partsReadOnlyBody);
      const set = await setReadOnly(asked.caller, asked.at("name"), { readOnly, dataVersion, own: true });
      return json({ ".": set.dataVersion });
    },
  },
  {
    method: "PUT",
    path: "/v2/releases/{name}/pinnable",
    answer: async (asked) => {
      const given = await readBody(asked, pinBody);
      const pinned = await pinRelease(asked.caller, asked.at("name"), given);
      return json(toldPin(pinned, given.when));
    },
  },
  {
    method: "GET",
    path: "/v2/pins/{product}/{channel}/{version}",
    answer: async ({ caller, at }) => {
      const key = { product: at("product"), channel: at("channel"), version: at("version") };
      const { rowVersion, ...pin } = await getPin(caller, key);
      return json({ ...pin, data_version: rowVersion }, { headers: csrf() });
    },
  },
];

function toldPin(pinned: Pinned, when: Date | null): object {
  if (pinned.kind === "kept") return { pin_not_set: true, reason: "existing_pin_is_newer" };
  if (pinned.kind === "set") return { ".": pinned.dataVersion };
  const change_type = pinned.isNew ? "insert" : "update";
  const told = { sc_id: pinned.changeSet, change_type, data_version: 1, signoffs: {}, when: when?.getTime() };
  return { ".": told };
}

async function readParts(asked: Asked) {
  const { old_data_versions: seen, ...given } = await readBody(asked, partsBody);
  return { ...given, seen };
}
