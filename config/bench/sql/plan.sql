-- One row for each assignment of the chunk: whose it is, and when what happens to it.
-- `j` is the row itself, or the first of its batch: what hangs on j is the same in a batch.
WITH numbered AS (
    SELECT i, CASE WHEN bench.is_batch(i) THEN i / 20 * 20 ELSE i END AS j,
        bench.lead_n(i, %(bodies)s) AS base_n, bench.parent_of(i) AS parent_id
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
), placed AS (
    SELECT n.*, bench.is_batch(i) AS is_batch,
        j::float8 / %(rows)s AS age,
        bench.weekday(%(on)s::date - 1 - floor(1826 * (1 - least(1, j::float8 / %(rows)s)))::int)
            AS issued_on,
        CASE WHEN parent_id IS NULL THEN base_n
            ELSE (bench.lead_n(parent_id, %(bodies)s)
                + 1 + floor((%(bodies)s - 1) * bench.u(i, 15))::int) %% %(bodies)s END AS lead_n,
        bench.lead_n(parent_id, %(bodies)s) AS parent_n
    FROM numbered n
), given AS (
    SELECT p.*, lead.agency_id AS lead_id, lead.head_id, lead.contact_id,
        lead.officers[1 + floor(cardinality(lead.officers) * bench.u(i, 6))::int] AS officer_id,
        CASE WHEN up.n IS NULL THEN side.giver ELSE 'BODY' END AS giver,
        coalesce(up.agency_id, side.agency_id) AS assigner_id,
        coalesce(up.agency_id, side.monitor_id) AS monitor_id,
        coalesce(up.head_id, side.decider_id) AS decider_id,
        coalesce(up.head_id, side.recorders[1 + lead_n %% cardinality(side.recorders)])
            AS recorder_id,
        up.n IS NULL AND side.giver <> 'BODY' AS is_watched,
        CASE WHEN bench.u(j, 7) < 0.93 THEN 'DATED' WHEN bench.u(j, 7) < 0.96 THEN 'CONTINUOUS'
            ELSE 'NONE' END AS timing,
        bench.local(issued_on, 8 + 6 * bench.u(j, 20)) AS drafted_at
    FROM placed p
    JOIN bench.body lead ON lead.n = p.lead_n
    JOIN bench.side side ON side.n = floor(20 * bench.u(p.j, 4))::int
    LEFT JOIN bench.body up ON up.n = p.parent_n
), dated AS (
    SELECT g.*, drafted_at + interval '20 minutes' AS issued_at,
        CASE WHEN timing = 'DATED'
            THEN bench.weekday(issued_on + 7 + floor(115 * bench.u(j, 8) ^ 2)::int) END AS first_due,
        -- One in ten is open: nearly all of the last months, and a few old ones.
        CASE
            WHEN age > 0.99 AND bench.u(i, 11) < 0.02 THEN 'DRAFT'
            WHEN (age > 0.92 AND bench.u(i, 10) < 0.85) OR (age <= 0.92 AND bench.u(i, 10) < 0.035)
                THEN (ARRAY['ISSUED', 'ISSUED', 'ACKNOWLEDGED', 'ACKNOWLEDGED', 'ACKNOWLEDGED',
                    'ACKNOWLEDGED', 'ACKNOWLEDGED', 'SUBMITTED', 'PAUSED', 'RETURNED']
                    )[1 + floor(10 * bench.u(i, 12))::int]
            WHEN bench.u(i, 11) < 0.02 THEN 'WITHDRAWN'
            ELSE 'DONE'
        END AS ends
    FROM given g
), lived AS (
    SELECT d.*, least(
        0.95 * (%(at)s::timestamptz - issued_at),
        interval '1 day' * greatest(1, coalesce(first_due - issued_on, 20 + 150 * bench.u(i, 21))
            + CASE WHEN bench.u(i, 9) < 0.8 THEN -10 * bench.u(i, 22)
                ELSE 1 + 60 * bench.u(i, 22) ^ 2 END)) AS life
    FROM dated d
), marked AS (
    SELECT l.*, ends NOT IN ('DRAFT', 'ISSUED') AS is_taken,
        ends IN ('SUBMITTED', 'DONE') AS is_sent,
        ends IN ('SUBMITTED', 'DONE') AND bench.u(i, 23) < 0.07 AS is_resent,
        first_due IS NOT NULL AND ends IN ('ACKNOWLEDGED', 'SUBMITTED', 'DONE')
            AND bench.u(i, 24) < 0.15 AS is_extended,
        ends <> 'DRAFT' AND bench.u(i, 25) < 0.3 AS is_shared
    FROM lived l
)
SELECT i, j, is_batch, %(bodies)s AS bodies,
    CASE WHEN is_shared THEN 1 + (bench.u(i, 34) < 0.4)::int ELSE 0 END AS parts,
    CASE WHEN is_taken AND bench.u(i, 35) < 0.7 THEN issued_at + 0.6 * life END AS part_sent_at,
    CASE WHEN is_batch THEN j / 20 + 1 END AS batch_id, parent_id, lead_n, lead_id,
    head_id, contact_id, officer_id, giver, assigner_id, monitor_id, decider_id, recorder_id,
    is_watched, timing, issued_on, ends, first_due, is_shared,
    CASE WHEN is_extended THEN bench.weekday(first_due + 7 + floor(30 * bench.u(i, 26))::int) END
        AS later_due,
    bench.u(i, 27) < 0.005 AS is_restricted,
    drafted_at,
    CASE WHEN ends <> 'DRAFT' THEN issued_at END AS issued_at,
    CASE WHEN is_taken THEN issued_at + least(interval '2 days', 0.1 * life) END AS taken_at,
    CASE WHEN is_taken AND bench.u(i, 28) < 0.3 THEN issued_at + 0.3 * life END AS told_at,
    CASE WHEN is_extended THEN issued_at + 0.4 * life END AS asked_at,
    CASE WHEN is_extended AND (ends <> 'ACKNOWLEDGED' OR bench.u(i, 29) < 0.8)
        THEN issued_at + 0.45 * life END AS granted_at,
    CASE WHEN ends = 'RETURNED' THEN issued_at + 0.5 * life END AS objected_at,
    CASE WHEN ends = 'RETURNED' THEN issued_at + 0.55 * life END AS returned_at,
    CASE WHEN ends = 'PAUSED' THEN issued_at + 0.5 * life END AS paused_at,
    CASE WHEN ends = 'WITHDRAWN' THEN issued_at + 0.6 * life END AS withdrawn_at,
    CASE WHEN is_resent THEN issued_at + 0.7 * life END AS first_prepared_at,
    CASE WHEN is_resent THEN issued_at + 0.74 * life END AS first_sent_at,
    CASE WHEN is_resent THEN issued_at + 0.8 * life END AS sent_back_at,
    CASE WHEN is_sent OR (ends = 'ACKNOWLEDGED' AND bench.u(i, 30) < 0.1)
        THEN issued_at + 0.85 * life END AS prepared_at,
    CASE WHEN is_sent THEN issued_at + 0.92 * life END AS sent_at,
    CASE WHEN ends = 'DONE' THEN issued_at + life END AS confirmed_at,
    greatest(issued_on, bench.day(issued_at + 0.92 * life) - floor(3 * bench.u(i, 31))::int)
        AS result_on,
    greatest(issued_on, bench.day(issued_at + 0.74 * life) - 1) AS first_result_on
FROM marked
