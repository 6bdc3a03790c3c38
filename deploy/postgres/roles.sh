#!/bin/sh
# Makes the roles and the database that docs/operations.md describes, when the database's volume is new.
set -eu
psql --username=postgres --set=ON_ERROR_STOP=1 \
  --set=owner="$OWNER_PASSWORD" --set=application="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE aus3_app NOLOGIN;
CREATE ROLE aus3_owner LOGIN PASSWORD :'owner';
CREATE ROLE aus3 LOGIN PASSWORD :'application' IN ROLE aus3_app;
CREATE DATABASE aus3 OWNER aus3_owner;
REVOKE CONNECT ON DATABASE aus3 FROM PUBLIC;
GRANT CONNECT ON DATABASE aus3 TO aus3;
SQL
