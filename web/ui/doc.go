// Package ui is the design system: templ components that take props and know nothing of councils.
//
// Most are the components of govuk-frontend, one file each under its name there, and give the same HTML (fixture tests
// hold them to it). A page composes them and needs no class names: plain h1–h3, p, ul, ol, a and hr in a page are
// styled. All are templ but the rows of a table, which table_rows.go writes by hand and says why.
// Where a prop Text or Value exists, Content takes a component in its place; Attrs adds attributes.
//
// A page and its parts:
//
//	Page            @ui.Page(ui.PageProps{Title: "Issues", Council: c, Service: s, Nav: nav, Assets: a,
//	                Before: ui.Trail("Areas", "/areas", "Castle")}) { … }
//	Heading         @ui.Heading("Castle area", "Issues")              the h1, with a caption ("" for none)
//	Lead, Quiet     @ui.Lead() { … }  @ui.Quiet() { … }               opening paragraph; small grey text
//	Section         @ui.Section("history", "History") { … }           part of a page with its h2
//	Sheet           @ui.Sheet() { … }                                 on paper the end of a page, in small print
//	TwoThirds       @ui.TwoThirds() { … }                             a width that reads well; forms go in here
//	Columns, Column @ui.Columns() { @ui.Column() { … } }
//	Figures, Figure @ui.Figures() { @ui.Figure("12", "issues to triage", "/issues?status=raised") }
//	List, Words     @ui.List("one", "two")  @ui.Words(issue.Body)     bullets; typed text with its lines kept
//	Digest          @ui.Digest(hash)                                  a hash, broken where the line ends
//	Trail           @ui.Trail("Areas", "/areas", "Castle")            breadcrumbs; also ui.Breadcrumbs(props)
//	BackLink        @ui.BackLink("", "/issues")                       "" reads Back
//	SubNavigation   @ui.SubNavigation("Castle area", []ui.NavItem{{Text: "Issues", Href: "…", Current: true}})
//	Account         PageProps.Account: ui.Account(name, "/account", "/sign-out")
//	PhaseBanner     PageProps.Phase, @ui.PhaseBanner(ui.PhaseBannerProps{Tag: "Demo"}) { … }
//	Header, ServiceNavigation, Footer, SkipLink                       Page has them
//	Hide            @ui.Hide() { for screen readers alone }
//
// A form. f is a form.Form; FieldOf shows again what was typed, with its problem:
//
//	ErrorSummary    @ui.ErrorSummary(f.Problems)
//	                first on the page; nothing when all is well; set PageProps.Wrong
//	Form            @ui.Form(ui.FormProps{Action: "/issues"}) { … }   posts; Multipart: true for files
//	GetForm         @ui.GetForm("/search") { … }
//	TextInput       @ui.TextInput(ui.TextInputProps{Field: ui.FieldOf(f, "title", "Title", "In a few words")})
//	                … Type: "email", Autocomplete: "email", Width: 10, Prefix: "£", Inputmode: "numeric"
//	Textarea        @ui.Textarea(ui.TextareaProps{Field: ui.FieldOf(f, "body", "What is happening", ""), Rows: 8})
//	CharacterCount  @ui.CharacterCount(ui.CharacterCountProps{Field: …, Max: 500})
//	Radios          @ui.Radios(ui.RadiosProps{Field: ui.FieldOf(f, "source", "Who raised it", ""),
//	                Options: ui.Options("member", "A Member", …)})
//	Checkboxes      @ui.Checkboxes(ui.CheckboxesProps{Field: …, Values: f.Values["ward"], Options: …})
//	Checkbox        @ui.Checkbox(ui.FieldOf(f, "agree", "I have read it", ""))     one alone; posts "yes"
//	Select          @ui.Select(ui.SelectProps{Field: …, Options: append(ui.Options("", "Choose a theme"), themes...)})
//	DateInput       @ui.DateInput(ui.DateOf(f, "due", "Due date", "For example, 27 3 2027"))
//	                posts due-day, due-month, due-year
//	FileUpload      @ui.FileUpload(ui.FileUploadProps{Field: …, Accept: "image/*,.pdf"})
//	PasswordInput   @ui.PasswordInput(ui.PasswordInputProps{Field: ui.Field{Name: "password", Label: "Password",
//	                Problem: …}})
//	Fieldset        @ui.Fieldset(ui.FieldsetProps{Legend: ui.LegendProps{Text: "Where", Size: ui.M}}) { … }
//	HiddenField     @ui.HiddenField("version", "3")
//	HiddenValues    @ui.HiddenValues(f.Values, "password")            all that was typed, to a page that checks it
//	Submit, Button  @ui.Submit("Save")  @ui.Button(ui.ButtonProps{Text: "Reject", Kind: ui.Warning,
//	                Name: "decision", Value: "reject"})
//	DefaultSubmit   @ui.DefaultSubmit()
//	                first in a form with several buttons: what Enter presses
//	LinkButton      @ui.LinkButton("Raise an issue", "/issues/new", "")
//	ButtonGroup     @ui.ButtonGroup() { @ui.Submit("Save") <a href="…">Cancel</a> }
//	PostButton      @ui.PostButton("/sessions/7/end", "Sign out there", ui.Secondary) { }   a form of one button
//	Field           .AsHeading() makes the label the h1, .Sized(ui.M) sets its size,
//	                .With("maxlength", "80") adds an attribute
//	Option          {Value, Text, Hint, Conditional: component shown when chosen, Divider: "or", Exclusive: true}
//	Label, Hint, ErrorMessage                                         for controls of your own making
//
// What is known:
//
//	SummaryList     @ui.SummaryList(ui.SummaryListProps{Card: &ui.SummaryCard{Title: "Place"}, Rows: []ui.SummaryRow{
//	                ui.KeyValue("Area", "Castle").Changeable("…", "area")}})
//	                ui.KeyContent(key, component) for a value with links or tags
//	Table           @ui.Table(ui.TableProps{Caption: "Issues", CaptionSize: ui.Hidden, FirstCellIsHeader: true,
//	                Stack: true, Head: ui.Texts("Issue", "Status"),
//	                Rows: [][]ui.Cell{{ui.LinkCell("Dark path", "/issues/4"), ui.TagCell("Raised", ui.Blue)}}})
//	                Stack makes rows cards at 320 px; Scroll scrolls sideways instead (wide tables of numbers)
//	                head cells sort: ui.Cell{Text: "Raised", Href: "?sort=raised", Sort: "descending"}
//	Tag, Badge      @ui.Tag("Late", ui.Red)   colours Grey Green Turquoise Blue Purple Pink Red Orange Yellow
//	TaskList        @ui.TaskList(ui.TaskListProps{Tasks: []ui.Task{{Title: "Stakeholder list attached",
//	                Status: "Missing", Tag: ui.Red, Href: "…"}}})
//	Timeline        @ui.Timeline(ui.TimelineProps{Items: []ui.TimelineItem{{Title: "Issue raised", By: "Nia Pugh",
//	                At: t, Text: "…"}}})
//	Steps           @ui.Steps(ui.StepsProps{Steps: []ui.Step{{Title: "2a Issues", Status: "Now", Tag: ui.Blue,
//	                Current: true, Content: c}}})
//	Gantt           @ui.Gantt(ui.GanttProps{Label: "…", Today: t, Bars: []ui.GanttBar{
//	                {Name: "2a Issues", Start: t, Sure: t, End: t}}})   beside a table of the same
//	Details         @ui.Details(ui.DetailsProps{Summary: "What counts as evidence"}) { … }
//	Panel           @ui.Panel(ui.PanelProps{Title: "Signed", Text: "Your reference is …"})
//	Empty           @ui.Empty(ui.EmptyProps{Title: "No issues yet", Text: "…", Link: "Raise an issue",
//	                Href: "/issues/new"})
//	InsetText       @ui.InsetText() { … }
//	WarningText     @ui.WarningText() { You cannot undo this. }
//	Flash           @ui.Flash("Issue raised")                         Page does it from PageProps.Flash
//	NotificationBanner @ui.NotificationBanner(ui.NotificationBannerProps{Text: "…"})
//	Filter          @ui.FilterLayout(ui.FilterOf(props, fields)) { the list }
//	                or @ui.Filter(ui.FilterProps{…}) { fields }
//	Pagination      @ui.Pagination(ui.PaginationProps{Previous: "?before=…", Next: "?after=…"})
//	Map             @ui.Map(ui.MapProps{Label: "Wards", Src: "/areas/3/boundary.geojson"})
//	                set PageProps.Map; put the list or fields first
//	                Latitude, Longitude: ids of fields that a press fills; Outline: id of a textarea of
//	                "latitude, longitude" lines
//	When            @ui.When(t)    in a sentence: ui.Day(t), ui.Instant(t), ui.Number(n),
//	                ui.Count(n, "issue", "issues")
package ui

// The Go of the templates is not in the repository. A build of a fresh clone stops here, with the one line "package
// fourgates/web/run-make-generate-first is not in std".
import _ "fourgates/web/run-make-generate-first"
