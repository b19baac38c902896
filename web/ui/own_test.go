package ui

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"fourgates/internal/form"
)

// Components without fixtures are held to what a reader hears: words in order, none run together.
func TestOwnComponentsReadAsWords(t *testing.T) {
	at := time.Date(2026, 7, 1, 23, 30, 0, 0, time.UTC) // already 2 July in London
	tests := map[string]struct {
		component templ.Component
		want      string
	}{
		"figure": {Figure("12", "issues to triage", "/issues", ""), "12 issues to triage"},
		"timeline": {
			Timeline(
				TimelineProps{
					Items: []TimelineItem{{Title: "Signed", By: "Nia Pugh", At: at, Text: "With one condition"}}}),
			"Signed by Nia Pugh 2 July 2026, 12:30am With one condition"},
		"filter": {
			Filter(FilterProps{Action: "/issues", Clear: "/issues",
				Selected: []FilterTag{{Kind: "Area", Text: "Castle", Remove: "/issues?x"}}}),
			"Filter Selected filters Clear filters Remove the filter Area: Castle Apply filters",
		},
		"empty": {Empty(EmptyProps{Title: "No issues yet", Text: "Raise the first.", Link: "Raise an issue",
			Href: "/issues/new"}), "No issues yet Raise the first. Raise an issue"},
		"badge": {Badge("Late", Red), "Late"},
		"steps": {
			Steps(StepsProps{Steps: []Step{{Title: "1 Outreach", Status: "Ended", Tag: Green},
				{Title: "2a Issues", Status: "Now", Tag: Blue, Current: true}}}), "1 Outreach Ended 2a Issues Now"},
		"no bars": {Gantt(GanttProps{Label: "x", Today: at}), ""},
		"heading": {Heading("Castle", "Issues"), "Castle Issues"},
		"hide":    {with(Hide(), templ.Raw("boundary")), "boundary"},
		"account": {Account("Séamus Ó Fearghaíl", "/account", "/sign-out"), "Séamus Ó Fearghaíl Sign out"},
		"footer": {
			Footer(FooterProps{Council: "Aldermoor", Note: "version 1", Links: Links("Privacy", "/privacy")}),
			"Support links Privacy Aldermoor · version 1"},
		"no flash":    {Flash(""), ""},
		"no problems": {ErrorSummary(nil), ""},
		"no pages":    {Pagination(PaginationProps{}), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := heard(t, tt.component); got != tt.want {
				t.Errorf("reads %q, want %q", got, tt.want)
			}
		})
	}
}

// A field shows again to the letter what was typed, also an empty first line, which a browser drops.
func TestTextareaKeepsWhatWasTyped(t *testing.T) {
	for _, typed := range []string{"", "one", "\nsecond line", "\r\nsecond line", "  spaces  ", "</textarea><script>",
		"a & b"} {
		doc := parsed(t, Textarea(TextareaProps{Field: Field{Name: "body", Value: typed}}))
		var area *html.Node
		for n := range doc.Descendants() {
			if n.Data == "textarea" && n.Type == html.ElementNode {
				area = n
			}
		}
		got := ""
		if area.FirstChild != nil {
			got = area.FirstChild.Data
		}
		if want := strings.ReplaceAll(typed, "\r\n", "\n"); got != want {
			t.Errorf("typed %q, shown %q", typed, got)
		}
	}
}

func TestDateOfShowsWhatWasTypedOrWhatIsKnown(t *testing.T) {
	tests := map[string]struct {
		values url.Values
		want   [3]string
	}{
		"typed": {url.Values{"due-day": {"31"}, "due-month": {"Feb"}, "due-year": {"26"}},
			[3]string{"31", "Feb", "26"}},
		"known":           {url.Values{"due": {"2027-03-09"}}, [3]string{"9", "3", "2027"}},
		"typed over that": {url.Values{"due": {"2027-03-09"}, "due-year": {"2028"}}, [3]string{"", "", "2028"}},
		"nothing":         {nil, [3]string{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := DateOf(form.Form{Values: tt.values}, "due", "Due", "")
			if got := [3]string{p.Day, p.Month, p.Year}; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// What the error summary leads to is a control, for every kind of field.
func TestErrorSummaryLeadsToAControl(t *testing.T) {
	f := form.Form{Problems: []form.Problem{{Field: "it", Message: "Wrong"}}}
	field := FieldOf(f, "it", "It", "")
	for name, c := range map[string]templ.Component{
		"text":       TextInput(TextInputProps{Field: field}),
		"textarea":   Textarea(TextareaProps{Field: field}),
		"count":      CharacterCount(CharacterCountProps{Field: field, Max: 9}),
		"radios":     Radios(RadiosProps{Field: field, Options: Options("a", "A", "b", "B")}),
		"checkboxes": Checkboxes(CheckboxesProps{Field: field, Options: Options("a", "A", "b", "B")}),
		"checkbox":   Checkbox(field),
		"select":     Select(SelectProps{Field: field, Options: Options("a", "A")}),
		"date":       DateInput(DateOf(f, "it", "It", "")),
		"file":       FileUpload(FileUploadProps{Field: field}),
		"password":   PasswordInput(PasswordInputProps{Field: field}),
	} {
		t.Run(name, func(t *testing.T) {
			found, said := "", false
			for n := range parsed(t, c).Descendants() {
				if attr(n, "id") == "it" {
					found = n.Data
				}
				said = said || attr(n, "id") == "it-error"
			}
			if found != "input" && found != "textarea" && found != "select" {
				t.Errorf("#it is %q, which takes no typing", found)
			}
			if !said {
				t.Error("the problem is not shown by the field")
			}
		})
	}
}

// The strict content security policy lets no inline style or script through, so no component may have one;
// ids are unique, and each id that another element points to is there.
func TestAPageOfComponentsHoldsTogether(t *testing.T) {
	f := form.Form{Values: url.Values{"title": {"Dark path"}},
		Problems: []form.Problem{{Field: "title", Message: "Too long"}}}
	content := templ.Join(
		ErrorSummary(f.Problems),
		Heading("", "Raise an issue"),
		TextInput(TextInputProps{Field: FieldOf(f, "title", "Title", "In a few words"), Prefix: "£", Suffix: "a week"}),
		CharacterCount(CharacterCountProps{Field: FieldOf(f, "body", "What", "hint"), Max: 500}),
		Radios(RadiosProps{Field: FieldOf(f, "source", "Source", "hint"),
			Options: []Option{
				{Value: "a", Text: "A", Hint: "h",
					Conditional: TextInput(TextInputProps{Field: FieldOf(f, "who", "Who", "")})},
				{Value: "b", Text: "B"}}}),
		Checkboxes(CheckboxesProps{Field: FieldOf(f, "ward", "Wards", ""), Options: Options("a", "A", "b", "B")}),
		DateInput(DateOf(f, "due", "Due", "hint")),
		PasswordInput(PasswordInputProps{Field: FieldOf(f, "password", "Password", "")}),
		FileUpload(FileUploadProps{Field: FieldOf(f, "photo", "Photograph", "")}),
		Table(TableProps{ID: "issues", Caption: "Issues", Stack: true, FirstCellIsHeader: true,
			Head: []Cell{{Text: "Issue", Href: "?s", Sort: "ascending"}, NumberCell("Votes")},
			Rows: [][]Cell{{LinkCell("Dark path", "/issues/4"), NumberCell("3")}}}),
		Table(TableProps{ID: "wide", Caption: "Overlaps", Scroll: true, Head: Texts("Seat", "Percent"),
			Rows: [][]Cell{Texts("Redhill", "62")}}),
		TaskList(TaskListProps{Tasks: []Task{{Title: "Map", Href: "/m", Hint: "h", Status: "Met", Tag: Green}}}),
		Map(MapProps{Label: "Where", Src: "/places", Latitude: "lat", Longitude: "lon"}),
		Filter(FilterProps{Action: "/issues", Clear: "/issues"}),
	)
	page := Page(PageProps{
		Title: "Raise an issue", Wrong: true, Council: "Aldermoor", Service: "Local action plans", Map: true,
		Flash:   "Saved",
		Nav:     []NavItem{{Text: "Home", Href: "/"}, {Text: "Issues", Href: "/issues", Active: true}},
		Account: Account("Nia", "/a", "/o"),
		Assets: Assets{CSS: "/m.css", JS: "/m.js", MapCSS: "/p.css", MapJS: "/p.js", CouncilCSS: "/c.css",
			Icon: "/i.svg"}, Before: BackLink("", "/issues"),
	})
	doc := parsed(t, with(page, content))
	ids, pointed, title := map[string]bool{}, map[string]bool{}, ""
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "title" {
			title = n.FirstChild.Data
		}
		if n.Data == "script" && attr(n, "src") == "" {
			t.Error("an inline script")
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("<%s> has %s", n.Data, a.Key)
			case a.Key == "else" || a.Key == "if":
				t.Errorf("<%s> has the attribute %q, which is templ's", n.Data, a.Key)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("id %q twice", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "for" || a.Key == "aria-labelledby" || a.Key == "aria-describedby" ||
				a.Key == "aria-controls":
				for _, id := range strings.Fields(a.Val) {
					pointed[id] = true
				}
			}
		}
	}
	for id := range pointed {
		if !ids[id] {
			t.Errorf("something points to #%s, which is not there", id)
		}
	}
	if want := "Error: Raise an issue – Local action plans – Aldermoor"; title != want {
		t.Errorf("title %q, want %q", title, want)
	}
}

func TestFieldWithAddsAttributesWithoutTouchingTheFirst(t *testing.T) {
	first := Field{Name: "code"}.With("maxlength", "8")
	second := first.With("readonly", true)
	if diff := cmp.Diff(templ.Attributes{"maxlength": "8"}, first.Attrs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(templ.Attributes{"maxlength": "8", "readonly": true}, second.Attrs); diff != "" {
		t.Error(diff)
	}
}

func TestWordsForNumbersAndTimes(t *testing.T) {
	at := time.Date(2026, 11, 22, 15, 4, 0, 0, time.UTC)
	for got, want := range map[string]string{
		Day(at):                         "22 November 2026",
		Instant(at):                     "22 November 2026, 3:04pm",
		Day(time.Time{}):                "",
		Instant(time.Time{}) + "none":   "none",
		Number(0):                       "0",
		Number(999):                     "999",
		Number(-1234567):                "−1,234,567",
		Count(1, "issue", "issues"):     "1 issue",
		Count(0, "issue", "issues"):     "0 issues",
		Count(12000, "issue", "issues"): "12,000 issues",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func parsed(t *testing.T, c templ.Component) *html.Node {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func heard(t *testing.T, c templ.Component) string {
	t.Helper()
	return strings.Join(strings.Fields(seen([]*html.Node{parsed(t, c)})), " ")
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// The chart says what it is to those who do not see it, stands in a box that the keyboard reaches, and marks gates,
// targets and today.
func TestGanttMarksWhatIsPlannedAndWhatHappened(t *testing.T) {
	day := func(month, day int) time.Time { return time.Date(2026, time.Month(month), day, 0, 0, 0, 0, time.UTC) }
	doc := parsed(t, Gantt(GanttProps{Label: "Timeline of Castle", Today: day(3, 20), Bars: []GanttBar{
		{Name: "2a Issues: a very long name that nobody could read in full", Start: day(1, 26), Sure: day(3, 9),
			End: day(3, 23), Began: day(1, 28)},
		{Name: "2b", Start: day(3, 9), Sure: day(3, 23), End: day(4, 6), Gate: "Gate 2", GateOn: day(4, 6)},
		{Name: "5", Target: day(9, 1)},
		{Name: "6", Start: day(4, 1), End: day(5, 1), Off: true},
	}}))
	count := map[string]int{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			count[n.Data]++
			if n.Data == "svg" && (attr(n, "role") != "img" || attr(n, "aria-label") != "Timeline of Castle") {
				t.Errorf("the chart is read as %q", attr(n, "aria-label"))
			}
			if attr(n, "class") == "fg-scroll fg-gantt-box" && attr(n, "tabindex") != "0" {
				t.Error("the keyboard does not reach the box")
			}
			if style := attr(n, "style"); style != "" {
				t.Errorf("style %q", style)
			}
		}
	}
	// Planned: two bars for each range and one for what is left out; what happened: one. A gate, a target, today.
	if count["rect"] != 6 || count["path"] != 1 || count["line"] < 2 {
		t.Errorf("drawn: %v", count)
	}
	if text := heard(t,
		Gantt(GanttProps{Label: "x", Today: day(3, 20),
			Bars: []GanttBar{{Name: "2a", Start: day(1, 26), End: day(3, 23)}}})); !strings.Contains(text, "Today") ||
		!strings.Contains(text, "Jan 26") {
		t.Errorf("reads %q", text)
	}
}
