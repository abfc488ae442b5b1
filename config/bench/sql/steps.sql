-- One row for each move of each assignment, with the moment until which it is the last one.
SELECT i, move, at,
    row_number() OVER w - 1 AS n, lead(at) OVER w AS until
FROM plan p, LATERAL (VALUES
    ('draft', drafted_at), ('issue', issued_at), ('acknowledge', taken_at),
    ('report_progress', told_at), ('request_extension', asked_at), ('grant_extension', granted_at),
    ('request_return', objected_at), ('accept_return', returned_at), ('pause', paused_at),
    ('withdraw', withdrawn_at), ('prepare', first_prepared_at), ('submit', first_sent_at),
    ('send_back', sent_back_at), ('prepare', prepared_at), ('submit', sent_at),
    ('confirm', confirmed_at)
) AS made (move, at)
WHERE at IS NOT NULL
WINDOW w AS (PARTITION BY i ORDER BY at)
