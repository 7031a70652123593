-- A question looks into the words of hundreds of passages, and reads the texts of some thirty: the
-- words stay in the row, and of a row that is too long it is the text that is kept elsewhere. A passage
-- that is there already moves when it is written next.
alter table documents alter column search_vector set storage main;
