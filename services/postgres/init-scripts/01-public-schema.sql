-- Run once, by the image's entry point, when the data folder is empty. Tables are the migrations' business, not this file's.
-- Only the owner of the database may create objects in it; the services connect as that owner.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
