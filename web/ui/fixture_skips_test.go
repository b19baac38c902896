package ui

// skipped says why a fixture is not followed. A fixture that is skipped and could be followed fails the test.
var skipped = reasons(map[string][]string{
	"parts, ids or names of its own: our dates are always NAME-day, NAME-month and NAME-year": {
		"date-input/custom inputmode", "date-input/custom pattern", "date-input/day and month",
		"date-input/day and month (using items)", "date-input/month and year",
		"date-input/month and year (using items)",
		"date-input/with field value and item value", "date-input/with field value and items",
		"date-input/with field value, item value and values", "date-input/with id on items",
		"date-input/with input attributes", "date-input/with item value", "date-input/with nested name",
		"date-input/with values, name prefix and custom names",
	},
	"page numbers: our lists go by keyset and have none": {
		"pagination/default", "pagination/first page", "pagination/last page",
		"pagination/with custom accessible labels on item links", "pagination/with custom attributes",
		"pagination/with custom classes", "pagination/with custom link and item text",
		"pagination/with custom navigation landmark", "pagination/with empty items", "pagination/with many pages",
	},
	"actions, or the interruption card: our panel confirms and no more": {
		"panel/confirmation, with actions", "panel/interruption", "panel/interruption with custom classes",
		"panel/interruption, button link", "panel/interruption, no actions", "panel/interruption, no actions items",
		"panel/interruption, submit action", "panel/interruption, with actions classes and attributes",
		"panel/interruption-with-content-with-long-line-length", "panel/interruption-with-headings-content-and-lists",
	},
	"says false where that is more than unset: a Go bool has two values": {
		"button/don't prevent double click", "checkboxes/item checked overrides values",
		"date-input/with error on single field by omission", "date-input/with error on single item by omission",
		"error-summary/autofocus explicitly enabled",
		"notification-banner/auto-focus explicitly enabled, with type as success",
		"radios/item checked overrides value",
		"select/item selected overrides value",
	},
	"words of its own, as for a translation: ours are English and the component's": {
		"character-count/with custom textarea description", "character-count/with translations",
		"date-input/with translations", "error-message/translated", "error-message/visually hidden text removed",
		"error-message/with visually hidden text", "file-upload/translated, no javascript enhancement",
		"password-input/with translations",
	},
	"attributes on an inner element: Attrs are for the control or the whole": {
		"checkboxes/fieldset params", "checkboxes/label with attributes", "error-summary/error list with attributes",
		"input/with customised input wrapper", "radios/fieldset params", "radios/label with attributes",
	},
	"another way to count characters: the server counts in one way": {
		"character-count/with count type 'characters'",
		"character-count/with count type 'characters' and error message",
		"character-count/with count type 'characters' and threshold",
		"character-count/with count type 'characters' and value", "character-count/with count type 'length'",
		"character-count/with maxwords",
	},
	"the drop zone is a script that we do not ship: the browser's own control is enough": {
		"file-upload/enhanced", "file-upload/enhanced, custom wrapper classes and attributes",
		"file-upload/enhanced, multiple files", "file-upload/enhanced, with error message and hint",
		"file-upload/translated",
	},
	"holes in a list, or values that are not text: a Go slice has none and an Option's Value is a string": {
		"checkboxes/with falsy values", "radios/with falsy items", "select/with falsy values",
		"task-list/with empty values",
	},
	"markup in a label or legend: Field.Label is plain text": {
		"checkboxes/fieldset html params", "date-input/fieldset html", "input/with prefix with html",
		"radios/fieldset with html",
	},
	"no limit, for a script to set: ours come from the server, which holds them": {
		"character-count/to configure in JavaScript", "character-count/with neither maxlength nor maxwords set",
		"character-count/with neither maxlength, maxwords nor textarea description set",
	},
	"an empty conditional: a component is there or it is not": {
		"checkboxes/empty conditional", "radios/with empty conditional",
	},
	"options without a value: ours always post one of their own": {
		"select/without values", "select/without values with selected value",
	},
	"an invalid type: Success is a bool": {
		"notification-banner/with invalid type",
	},
})

func reasons(byReason map[string][]string) map[string]string {
	byName := map[string]string{}
	for reason, names := range byReason {
		for _, name := range names {
			byName[name] = reason
		}
	}
	return byName
}

// Components of govuk-frontend that we do not have. A new one of theirs belongs here or in components.
var notOurs = map[string]string{
	"accordion":           "details and plain headings do",
	"cookie-banner":       "only the session's cookie is set, and it needs no consent",
	"exit-this-page":      "nothing here is dangerous to be seen reading",
	"feedback":            "the council's own contact page does",
	"footer":              "bears the crown and the licence of GOV.UK: ours is plain",
	"header":              "bears GOV.UK's logotype: generic-header is ours",
	"language-navigation": "the service speaks English",
	"tabs":                "sub-navigation leads to pages with addresses instead",
}
