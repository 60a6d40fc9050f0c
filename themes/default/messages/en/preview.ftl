# The bar of `terkawal watch`.
preview-label = Preview
preview-view = View as
preview-view-open = All staff (open)
preview-view-all = Plan secretary (everything)
preview-view-copy = Copy { $copy }
preview-paper = Paper view
preview-screen = Screen view
preview-no-warnings = No warnings
preview-warnings = Warnings: { $count }
preview-errors = Errors: { $count }
preview-stale = The page behind is the last state without errors. Mend and save; this message goes away by itself.
preview-nothing-yet = The plan cannot be shown yet. Mend and save; the page will appear by itself.
preview-hint = hint
preview-gone = This page is not in the view that was chosen. Its section may have been renamed, taken away, or sealed for this reader.
preview-no-copy = Nobody holds a copy of this number in the distribution list. Choose another view in the bar below.
preview-lost = The connection with terkawal watch is lost. Run the command again in the terminal.
