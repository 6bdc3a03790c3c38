import { Fragment } from "react";

/** What clients fill in themselves: the path of the newest version of the protocol. */
export const updatePath =
  "/update/6/%PRODUCT%/%VERSION%/%BUILD_ID%/%BUILD_TARGET%/%LOCALE%/%CHANNEL%/%OS_VERSION%/%SYSTEM_CAPABILITIES%/%DISTRIBUTION%/%DISTRIBUTION_VERSION%/update.xml";

/** The same, in lines that end between its parts. */
export function UpdatePath() {
  return (
    <code>
      {updatePath.split(/(?<=\/)/).map((part) => (
        <Fragment key={part}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
