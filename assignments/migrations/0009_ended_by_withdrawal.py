"""Until now nothing more was made of an occurrence that was withdrawn: so it stays for those."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0008_series_end"),
    ]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO assignments_seriesend (assignment_id)
            SELECT id FROM assignments_assignment
            WHERE stage = 'WITHDRAWN' AND period_first IS NOT NULL
            ORDER BY id
            """,
            migrations.RunSQL.noop,
        ),
    ]
