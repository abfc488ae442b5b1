"""Occurrences made so far were made for the body that led them then."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0006_title_key"),
    ]

    operations = [
        migrations.RunSQL(
            """
            UPDATE assignments_assignment SET made_for_id = coalesce(
                (SELECT first.agency_id FROM assignments_leadchange AS first
                 WHERE first.assignment_id = assignments_assignment.id ORDER BY first.id LIMIT 1),
                lead_id)
            WHERE series_id IS NOT NULL AND made_for_id IS NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
