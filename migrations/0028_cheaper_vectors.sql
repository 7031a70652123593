-- Passages are written for less. The approximate index over vectors is not made anew for it: new passages
-- join the one that is there as before, and whoever makes it anew gets one with fewer neighbours.
alter index if exists documents_embedding set (m = 10);
-- A portion of passages raises most words of a page of it at once: with room for all of them there,
-- none has to be entered into the key's index again.
alter table lexemes set (fillfactor = 50);
