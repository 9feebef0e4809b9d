#!/bin/sh
# Runs once, when the server's data are made: an owner who is no superuser, and the portal's database.
set -eu
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --set password="$DATABASE_PASSWORD" <<'SQL'
create role portal login createrole password :'password';
create database portal owner portal;
SQL
