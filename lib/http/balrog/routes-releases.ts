import type { Blob } from "@/lib/balrog-api/blob";
import {
  deleteRelease,
  getBlob,
  getDataVersion,
  getLocale,
  listBalrogReleases,
  saveBlob,
  saveLocale,
  setReadOnly,
  type Saved,
} from "@/lib/balrog-api/service-releases";
import { Refusal } from "@/lib/errors";

import { json } from "../route";
import { csrf, empty, readBody, readQuery, versioned, type Asked, type BalrogRoute } from "./route";
import {
  dataVersionQuery,
  localeBody,
  newReleaseBody,
  partOfReleaseBody,
  readOnlyBody,
  wholeReleaseBody,
} from "./schemas";

export const releaseRoutes: readonly BalrogRoute[] = [
  { method: "GET", path: "/releases", answer: listReleases },
  {
    method: "POST",
    path: "/releases",
    answer: async (asked) => {
      const { name, product, blob } = await readBody(asked, newReleaseBody);
      const saved = await saveBlob(asked.caller, name, {
        product,
        dataVersion: null,
        blob: (current) => {
          if (current) throw new Refusal("invalid", `Release: ${name} already exists`);
          return blob;
        },
      });
      return told(saved);
    },
  },
  {
    method: "GET",
    path: "/releases/{name}",
    answer: async ({ caller, at, request }) => {
      // Before each write clients ask for nothing but the version.
      if (request.method === "HEAD") return versioned(null, await getDataVersion(caller, at("name")));
      const { blob, dataVersion } = await getBlob(caller, at("name"));
      return versioned(blob, dataVersion);
    },
  },
  {
    method: "PUT",
    path: "/releases/{name}",
    answer: async (asked) => {
      const { product, blob, data_version: dataVersion } = await readBody(asked, wholeReleaseBody);
      const given = { product, dataVersion, blob: () => blob };
      return told(await saveBlob(asked.caller, asked.at("name"), given));
    },
  },
  { method: "POST", path: "/releases/{name}", answer: updateRelease },
  {
    method: "DELETE",
    path: "/releases/{name}",
    answer: async (asked) => {
      await deleteRelease(asked.caller, asked.at("name"), readQuery(asked, dataVersionQuery).data_version);
      return empty();
    },
  },
  {
    method: "GET",
    path: "/releases/{name}/read_only",
    answer: async ({ caller, at }) =>
      json({ read_only: (await getBlob(caller, at("name"))).readOnly }, { headers: csrf() }),
  },
  {
    method: "PUT",
    path: "/releases/{name}/read_only",
    answer: async (asked) => {
      const { read_only: readOnly, data_version: dataVersion } = await readBody(asked, readOnlyBody);
      const set = await setReadOnly(asked.caller, asked.at("name"), { readOnly, dataVersion, own: false });
      return json({ new_data_version: set.dataVersion }, { status: 201 });
    },
  },
  {
    method: "GET",
    path: "/releases/{name}/builds/{platform}/{locale}",
    answer: async ({ caller, at }) => {
      const place = { buildTarget: at("platform"), locale: at("locale") };
      const { data, dataVersion } = await getLocale(caller, at("name"), place);
      return versioned(data, dataVersion);
    },
  },
  { method: "PUT", path: "/releases/{name}/builds/{platform}/{locale}", answer: putLocale },
];

async function listReleases({ caller, query }: Asked): Promise<Response> {
  const product = query.get("product");
  const prefix = query.get("name_prefix") ?? "";
  const releases = (await listBalrogReleases(caller)).filter(
    (release) => (product === null || release.product === product) && release.name.startsWith(prefix),
  );
  const isNamesOnly = query.has("names_only") && query.get("names_only") !== "";
  const body = isNamesOnly ? { names: releases.map(({ name }) => name) } : { releases };
  return json(body, { headers: csrf() });
}

async function updateRelease(asked: Asked): Promise<Response> {
  const {
    product,
    data,
    data_version: dataVersion,
    copyTo,
    ...said
  } = await readBody(asked, partOfReleaseBody);
  const name = asked.at("name");
  const first: Blob = {
    ...(said.schema_version !== null && { schema_version: said.schema_version }),
    ...(said.hashFunction !== null && { hashFunction: said.hashFunction }),
  };
  // As in Balrog, top-level fields take the place of those that there are.
  const blob = (current: Blob | null) => ({ platforms: {}, ...(current ?? first), ...data });
  return told(await saveBlob(asked.caller, name, { product, dataVersion, blob, copyTo }));
}

async function putLocale(asked: Asked): Promise<Response> {
  const { data_version: dataVersion, schema_version, alias, ...given } = await readBody(asked, localeBody);
  const saved = await saveLocale(asked.caller, asked.at("name"), {
    ...given,
    dataVersion,
    aliases: alias,
    schemaVersion: schema_version ?? schemaIn(given.data),
    buildTarget: asked.at("platform"),
    locale: asked.at("locale"),
  });
  return told(saved);
}

function schemaIn(data: Blob): number | null {
  const version = data["schema_version"];
  return typeof version === "number" ? version : null;
}

function told({ dataVersion, isNew, warnings }: Saved): Response {
  const body = { new_data_version: dataVersion, ...(warnings.length > 0 && { warnings }) };
  return json(body, { status: isNew ? 201 : 200 });
}
