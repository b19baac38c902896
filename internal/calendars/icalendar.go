package calendars

import (
	"strings"
	"time"
	"unicode/utf8"

	"fourgates/internal/domain"
)

// CalendarEvent is one whole day in a calendar address.
type CalendarEvent struct {
	UID     string // the same whenever the event is given again, so that a calendar moves it and does not double it
	On      domain.Date
	Summary string
	Words   string // more about it; "" for none
	Link    string // address of the page, or ""
}

// ICalendar writes a calendar as iCalendar (RFC 5545): whole days without a time zone, so that no date moves when the
// clocks change. The instant is when it is written.
func ICalendar(name string, events []CalendarEvent, at time.Time) string {
	var b strings.Builder
	line := func(property, value string) { b.WriteString(foldLine(property + ":" + value)) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Fourgates//Timeline//EN")
	line("CALSCALE", "GREGORIAN")
	line("METHOD", "PUBLISH")
	line("X-WR-CALNAME", escapeText(name))
	for _, e := range events {
		line("BEGIN", "VEVENT")
		line("UID", escapeText(e.UID))
		line("DTSTAMP", at.UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE", e.On.Time().Format("20060102"))
		line("DTEND;VALUE=DATE", e.On.AddDays(1).Time().Format("20060102"))
		line("SUMMARY", escapeText(e.Summary))
		if e.Words != "" {
			line("DESCRIPTION", escapeText(e.Words))
		}
		if e.Link != "" {
			line("URL", e.Link)
		}
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return b.String()
}

// escapeText escapes a TEXT value (RFC 5545, 3.3.11). Other control characters have no place in one.
func escapeText(s string) string {
	s = strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r\n", "\\n", "\n", "\\n", "\r", "\\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// foldLine ends a content line and breaks it so that none has more than 75 octets, never within a character (RFC 5545,
// 3.1).
func foldLine(s string) string {
	var b strings.Builder
	room := 75
	for _, r := range s {
		n := utf8.RuneLen(r)
		if n > room {
			b.WriteString("\r\n ")
			room = 74
		}
		b.WriteRune(r)
		room -= n
	}
	b.WriteString("\r\n")
	return b.String()
}
