# Amendment record and list of effective sections.

page-amendments = Amendment Record
amendments-version = Version { $version }
amendments-section = Section no.
amendments-kind = Kind
amendments-text = Amendment
amendments-title = Title
amendments-effective = Effective since version
effective-title = List of effective sections
change-added = Added
change-removed = Removed
change-moved = Moved
change-renumbered = Renumbered
change-changed = Changed
amendments-many = { $count } paragraphs changed
amendments-comparison = Version { $other } compared with { $version }
amendments-none = No amendments.
amendments-file = Amendment record. Text and rows may be edited: a row that was edited is not written again by terkawal diff.
