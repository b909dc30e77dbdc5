"""Business calendars: the hours that count, the days that do not, and arithmetic on them.

Start with `working_time.BusinessCalendar`; `history.CalendarHistory` is a calendar that changed over time.
"""
