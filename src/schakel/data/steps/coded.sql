-- Words become enums and ids numbers, so that all that follows sorts and compares a few bytes.
CREATE TEMP TABLE coded AS
SELECT {columns}
FROM seen AS e
JOIN case_ids AS c ON c.id = e.case_key{joins}
