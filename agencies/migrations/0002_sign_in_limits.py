from django.db import migrations

# The table of CACHES in the settings, as `createcachetable` would make it, so that no
# installation can forget it.
TABLE = """
CREATE TABLE agencies_signinlimit (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX agencies_signinlimit_expires ON agencies_signinlimit (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]

    operations = [migrations.RunSQL(TABLE, "DROP TABLE agencies_signinlimit")]
