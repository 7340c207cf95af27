-- The image's entry point runs this once, when the data folder is empty. Migrations create the tables.
-- Only the owner of the database may create objects in it; the services connect as that owner.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
