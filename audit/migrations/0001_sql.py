from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

FUNCTIONS = """
-- Accent-free, lower-case key for search; unaccent alone is only STABLE.
CREATE FUNCTION vi_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT lower(public.unaccent('public.unaccent', normalize($1, NFC))) $$;
-- What our triggers ask instead of pgtrigger's switch: they are never ignored.
CREATE FUNCTION audit_never(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT false $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(
            FUNCTIONS, "DROP FUNCTION vi_fold(text); DROP FUNCTION audit_never(text);"
        ),
    ]
