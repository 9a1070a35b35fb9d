"""The report of a day: what a plan is, on paper and as a workbook."""
