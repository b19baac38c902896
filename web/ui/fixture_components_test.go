package ui

import (
	"strings"

	"github.com/a-h/templ"

	"fourgates/internal/form"
)

// components says how a fixture's options become props.
var components = map[string]func(options) templ.Component{
	"back-link": func(o options) templ.Component {
		text, content := o.words("")
		href := o.str("href")
		if href == "" {
			href = "#"
		}
		return backLink(text, content, href, o.attrs("attributes"))
	},
	"breadcrumbs": func(o options) templ.Component {
		p := BreadcrumbsProps{Collapse: o.flag("collapseOnMobile"), Label: o.str("labelText"),
			Attrs: o.attrs("attributes")}
		for _, item := range o.items("items") {
			l := Link{Href: item.str("href"), Attrs: item.attrs("attributes")}
			l.Text, l.content = item.words("")
			p.Items = append(p.Items, l)
		}
		return Breadcrumbs(p)
	},
	"button": func(o options) templ.Component {
		p := ButtonProps{
			Start: o.flag("isStartButton"), Href: o.str("href"), Name: o.str("name"), Value: o.str("value"),
			Type: o.str("type"),
			ID:   o.str("id"), Disabled: o.flag("disabled"), Once: o.flag("preventDoubleClick"),
			Attrs: o.attrs("attributes"),
		}
		p.Text, p.Content = o.words("")
		for _, kind := range []ButtonKind{Secondary, Warning, Inverse} {
			if o.class("classes", "govuk-button--"+string(kind)) {
				p.Kind = kind
			}
		}
		return Button(p)
	},
	"character-count": func(o options) templ.Component {
		p := CharacterCountProps{Field: o.field(), Rows: o.num("rows"), Threshold: o.num("threshold"),
			Spellcheck: spellcheck(o)}
		p.Max, p.Words = o.num("maxlength"), o.class("countType", "words")
		return CharacterCount(p)
	},
	"checkboxes": func(o options) templ.Component {
		p := CheckboxesProps{Field: o.grouped(), Small: o.class("classes", "govuk-checkboxes--small")}
		if values, ok := o["values"].([]any); ok {
			delete(o, "values")
			for _, v := range values {
				p.Values = append(p.Values, options{"v": v}.str("v"))
			}
		}
		p.Options = o.choices()
		return Checkboxes(p)
	},
	"date-input": dateFixture,
	"details": func(o options) templ.Component {
		p := DetailsProps{ID: o.str("id"), Open: o.flag("open"), Attrs: o.attrs("attributes")}
		p.Summary, p.summaryContent = o.words("summary")
		return with(Details(p), textOf(o.words("")))
	},
	"error-message": func(o options) templ.Component {
		p := ErrorMessageProps{ID: o.str("id"), Attrs: o.attrs("attributes")}
		p.Text, p.Content = o.words("")
		return ErrorMessage(p)
	},
	"error-summary": func(o options) templ.Component {
		p := ErrorSummaryProps{NoAutoFocus: o["disableAutoFocus"] == true && o.flag("disableAutoFocus"),
			Attrs: o.attrs("attributes")}
		p.Title, p.titleContent = o.words("title")
		p.Description, p.descriptionContent = o.words("description")
		for _, item := range o.items("errorList") {
			text, content := item.words("")
			p.Problems = append(p.Problems, form.Problem{Field: strings.TrimPrefix(item.str("href"), "#"),
				Message: text})
			p.problemContent = append(p.problemContent, content)
		}
		return ErrorSummaryWith(p)
	},
	"fieldset": func(o options) templ.Component {
		legend := o.in("legend")
		p := FieldsetProps{DescribedBy: o.str("describedBy"), Role: o.str("role"), Attrs: o.attrs("attributes")}
		p.Legend = LegendProps{Size: legend.size("classes", "govuk-fieldset__legend"),
			Heading: legend.flag("isPageHeading")}
		p.Legend.Text, p.Legend.Content = legend.words("")
		return with(Fieldset(p), templ.Raw(o.str("html")))
	},
	"file-upload": func(o options) templ.Component {
		return FileUpload(FileUploadProps{Field: o.field(), Multiple: o.flag("multiple")})
	},
	"generic-header": func(o options) templ.Component {
		p := HeaderProps{Href: o.str("url"), Attrs: o.attrs("attributes"), FullWidth: o.class("containerClasses",
			"govuk-generic-header__container--full-width")}
		p.Name, p.Logo = o.words("logo")
		return Header(p)
	},
	"hint": func(o options) templ.Component {
		p := HintProps{ID: o.str("id"), Attrs: o.attrs("attributes")}
		p.Text, p.Content = o.words("")
		return Hint(p)
	},
	"input": inputFixture,
	"inset-text": func(o options) templ.Component {
		return with(insetText(o.str("id"), o.attrs("attributes")), textOf(o.words("")))
	},
	"label": func(o options) templ.Component {
		p := LabelProps{For: o.str("for"), Size: o.size("classes", "govuk-label"), Heading: o.flag("isPageHeading"),
			Attrs: o.attrs("attributes")}
		p.Text, p.Content = o.words("")
		return Label(p)
	},
	"notification-banner": func(o options) templ.Component {
		p := NotificationBannerProps{
			Success: o.class("type", "success"), TitleID: o.str("titleId"), Level: o.num("titleHeadingLevel"),
			Role:        o.str("role"),
			NoAutoFocus: o.flag("disableAutoFocus"), Attrs: o.attrs("attributes"),
		}
		p.Title, p.titleContent = o.words("title")
		p.Text, p.Content = o.words("")
		return NotificationBanner(p)
	},
	"pagination": func(o options) templ.Component {
		previous, next := o.in("previous"), o.in("next")
		return Pagination(PaginationProps{
			Previous: previous.str("href"), PreviousText: previous.str("text"),
			PreviousLabel: previous.str("labelText"),
			Next:          next.str("href"), NextText: next.str("text"), NextLabel: next.str("labelText"),
			Landmark: o.str("landmarkLabel"), Attrs: o.attrs("attributes"),
		})
	},
	"panel": func(o options) templ.Component {
		p := PanelProps{Level: o.num("headingLevel"), Attrs: o.attrs("attributes")}
		p.Title, p.titleContent = o.words("title")
		p.Text, p.content = o.words("")
		return Panel(p)
	},
	"password-input": func(o options) templ.Component {
		return PasswordInput(PasswordInputProps{Field: o.field(), Autocomplete: o.str("autocomplete")})
	},
	"phase-banner": func(o options) templ.Component {
		p := PhaseBannerProps{Attrs: o.attrs("attributes")}
		p.Tag, p.tagContent = o.in("tag").words("")
		return with(PhaseBanner(p), textOf(o.words("")))
	},
	"radios": func(o options) templ.Component {
		value := o.str("value")
		p := RadiosProps{Field: o.grouped(), Options: o.choices(), Inline: o.class("classes", "govuk-radios--inline"),
			Small: o.class("classes", "govuk-radios--small")}
		p.Value = value
		return Radios(p)
	},
	"select": func(o options) templ.Component {
		p := SelectProps{Field: o.field()}
		for _, item := range o.items("items") {
			p.Options = append(p.Options, Option{
				Value: item.str("value"), Text: item.str("text"), Checked: item.flag("selected"),
				Disabled: item.flag("disabled"),
				Attrs:    item.attrs("attributes"),
			})
		}
		return Select(p)
	},
	"service-navigation": navigationFixture,
	"skip-link": func(o options) templ.Component {
		text, content := o.words("")
		href := o.str("href")
		if href == "" {
			href = "#content"
		}
		return skipLink(text, content, href, o.attrs("attributes"))
	},
	"summary-list": summaryFixture,
	"table":        tableFixture,
	"tag": func(o options) templ.Component {
		text, content := o.words("")
		return tag(text, content, tagColour(o).class(), o.attrs("attributes"))
	},
	"task-list": taskFixture,
	"textarea": func(o options) templ.Component {
		return Textarea(TextareaProps{Field: o.field(), Rows: o.num("rows"), Autocomplete: o.str("autocomplete"),
			Spellcheck: spellcheck(o)})
	},
	"warning-text": func(o options) templ.Component {
		fallback := o.str("iconFallbackText")
		if fallback == "" {
			fallback = "Warning"
		}
		return with(warningText(fallback, o.attrs("attributes")), textOf(o.words("")))
	},
}

func spellcheck(o options) string {
	if !o.has("spellcheck") {
		return ""
	}
	if o.flag("spellcheck") {
		return "true"
	}
	return "false"
}

func tagColour(o options) Colour {
	for _, c := range []Colour{Grey, Green, Turquoise, Blue, Purple, Pink, Red, Orange, Yellow} {
		if o.class("classes", c.class()) {
			return c
		}
	}
	return Plain
}

func inputFixture(o options) templ.Component {
	p := TextInputProps{
		Field: o.field(), Type: o.str("type"), Inputmode: o.str("inputmode"), Autocomplete: o.str("autocomplete"),
		Autocapitalize: o.str("autocapitalize"), Pattern: o.str("pattern"), Spellcheck: spellcheck(o),
		Extra: o.class("classes", "govuk-input--extra-letter-spacing"),
	}
	prefix, suffix := o.in("prefix"), o.in("suffix")
	p.Prefix, p.prefix.content = prefix.words("")
	p.Suffix, p.suffix.content = suffix.words("")
	p.prefix.attrs, p.suffix.attrs = prefix.attrs("attributes"), suffix.attrs("attributes")
	for _, width := range []int{2, 3, 4, 5, 10, 20, 30} {
		if o.class("classes", "govuk-input--width-"+itoa(width)) {
			p.Width = width
		}
	}
	return TextInput(p)
}

// dateFixture reads the three parts from day, month and year, or from items; other parts are left.
func dateFixture(o options) templ.Component {
	auto := 0
	f := o.grouped()
	f.ID, f.Name = o.str("id"), o.str("namePrefix")
	p := DateInputProps{Field: f}
	values := o.in("values")
	for name, at := range map[string]struct {
		value *string
		wrong *bool
		width string
	}{
		"day": {&p.Day, &p.DayWrong, "2"}, "month": {&p.Month, &p.MonthWrong, "2"},
		"year": {&p.Year, &p.YearWrong, "4"},
	} {
		if key := strings.TrimPrefix(f.Name+"-"+name, "-"); values.has(key) {
			*at.value = values.str(key)
		}
		parts := []options{o.in(name)}
		for _, item := range o.items("items") {
			if item["name"] == name && item["id"] == nil {
				delete(item, "name")
				parts = append(parts, item)
			}
		}
		for _, part := range parts {
			if part.has("value") {
				*at.value = part.str("value")
			}
			part.class("classes", "govuk-input--width-"+at.width)
			*at.wrong = part.class("classes", "govuk-input--error") || *at.wrong
			if part["error"] == true {
				*at.wrong = part.flag("error")
			}
			if part.class("autocomplete", "bday-"+name) {
				auto++
			}
		}
	}
	if auto == 3 {
		p.Autocomplete = "bday"
	}
	return DateInput(p)
}

func navigationFixture(o options) templ.Component {
	p := ServiceNavigationProps{
		Service: o.str("serviceName"), ServiceHref: o.str("serviceUrl"), Label: o.str("ariaLabel"),
		NavigationLabel: o.str("navigationLabel"),
		NavigationID:    o.str("navigationId"), MenuText: o.str("menuButtonText"), MenuLabel: o.str("menuButtonLabel"),
		Attrs: o.attrs("attributes"),
	}
	if folds, ok := o["collapseNavigationOnMobile"].(bool); ok {
		p.foldsAlone, p.AlwaysOpen = folds, !folds
		o.flag("collapseNavigationOnMobile")
	}
	for _, item := range o.items("navigation") {
		n := NavItem{Href: item.str("href"), Current: item.flag("current"), Active: item.flag("active"),
			Attrs: item.attrs("attributes")}
		n.Text, n.content = item.words("")
		p.Items = append(p.Items, n)
	}
	slots := o.in("slots")
	slot := func(key string) templ.Component {
		if h := slots.str(key); h != "" {
			return templ.Raw(h)
		}
		return nil
	}
	p.start, p.End, p.navStart, p.navEnd = slot("start"), slot("end"), slot("navigationStart"), slot("navigationEnd")
	if end := slots.in("end"); end != nil {
		p.End, p.InlineEnd = templ.Raw(end.str("html")), end.class("align", "inline")
	}
	return ServiceNavigation(p)
}

func summaryFixture(o options) templ.Component {
	p := SummaryListProps{NoBorder: o.class("classes", "govuk-summary-list--no-border"), Attrs: o.attrs("attributes")}
	for _, row := range o.items("rows") {
		r := SummaryRow{NoBorder: row.class("classes", "govuk-summary-list__row--no-border"),
			Actions: summaryActions(row)}
		r.Key, r.keyContent = row.in("key").words("")
		r.Value, r.Content = row.in("value").words("")
		p.Rows = append(p.Rows, r)
	}
	if card := o.in("card"); card != nil {
		title := card.in("title")
		p.Card = &SummaryCard{Level: title.num("headingLevel"), Actions: summaryActions(card),
			Attrs: card.attrs("attributes")}
		p.Card.Title, p.Card.titleContent = title.words("")
	}
	return SummaryList(p)
}

func summaryActions(o options) []SummaryAction {
	var list []SummaryAction
	for _, item := range o.in("actions").items("items") {
		a := SummaryAction{Href: item.str("href"), Hidden: item.str("visuallyHiddenText"),
			Attrs: item.attrs("attributes")}
		a.Text, a.content = item.words("")
		list = append(list, a)
	}
	return list
}

func tableFixture(o options) templ.Component {
	p := TableProps{
		Caption: o.str("caption"), CaptionSize: o.size("captionClasses", "govuk-table__caption"),
		FirstCellIsHeader: o.flag("firstCellIsHeader"),
		Small:             o.class("classes", "govuk-table--small-text-until-tablet"), Attrs: o.attrs("attributes"),
	}
	cell := func(item options) Cell {
		c := Cell{Numeric: item.class("format", "numeric"), Colspan: item.num("colspan"), Rowspan: item.num("rowspan"),
			Attrs: item.attrs("attributes")}
		c.Text, c.Content = item.words("")
		return c
	}
	for _, item := range o.items("head") {
		p.Head = append(p.Head, cell(item))
	}
	rows, _ := o["rows"].([]any)
	for _, row := range rows {
		cells, ok := row.([]any)
		if !ok {
			continue
		}
		var r []Cell
		for _, c := range cells {
			if m, ok := c.(map[string]any); ok {
				r = append(r, cell(m))
			}
		}
		p.Rows = append(p.Rows, r)
	}
	return Table(p)
}

func taskFixture(o options) templ.Component {
	p := TaskListProps{IDPrefix: o.str("idPrefix"), Attrs: o.attrs("attributes")}
	for _, item := range o.items("items") {
		status := item.in("status")
		t := Task{Href: item.str("href"), cannotStart: status.class("classes",
			"govuk-task-list__status--cannot-start-yet")}
		t.Title, t.titleContent = item.in("title").words("")
		t.Hint, t.hintContent = item.in("hint").words("")
		t.Status, t.statusContent = status.words("")
		if tag := status.in("tag"); tag != nil {
			t.Tag, t.tagAttrs = tagColour(tag), tag.attrs("attributes")
			t.Status, t.statusContent = tag.words("")
		}
		p.Tasks = append(p.Tasks, t)
	}
	return TaskList(p)
}
