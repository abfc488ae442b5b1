-- How the story names a seat.
CREATE TABLE bench.seat AS
    SELECT s.id, s.user_id, s.agency_id, u.full_name AS person,
        s.title || ', ' || a.name_vi AS label
    FROM agencies_seat s
    JOIN agencies_user u ON u.id = s.user_id
    JOIN agencies_agency a ON a.id = s.agency_id;
ALTER TABLE bench.seat ADD PRIMARY KEY (id);
