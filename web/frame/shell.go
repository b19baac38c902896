// Package frame is what every page stands in: layout, navigation, sign-in, problems and the words that pages share.
package frame

import (
	"strings"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/ui"
)

// Service is the name of the product, on every page.
const Service = "Fourgates"

// Shell is what every page needs beyond its own data.
type Shell struct {
	Title   string // also the start of the document's title
	Council string
	Path    string // of the request, for the navigation
	Person  string // who is signed in; "" for nobody
	Nav     []ui.NavItem
	Flash   string       // the message left by the step before
	Refused *bool        // whether it shows a form with problems, which the answer knows; nil is no
	Lost    *[]KeptField // what was typed into a form that the page has no more, which the answer knows; nil is nothing
	Assets  ui.Assets
	// the way here, above the page: text, address, text, address …; a last text without address is the page itself
	Trail []string
	Map   bool // the page has a ui.Map

	Overrides []domain.Override // of the plan that the page is a view of
}

// Under sets the way to the page: text, address, text, address …
func (s Shell) Under(trail ...string) Shell {
	s.Trail = trail
	return s
}

// Overridden says above the page which gates of the plan that it is a view of were passed without their Members (domain
// §2).
func (s Shell) Overridden(list []domain.Override) Shell {
	s.Overrides = list
	return s
}

// WithMap loads the map's script and styles too.
func (s Shell) WithMap() Shell {
	s.Map = true
	return s
}

// NavFor lists the parts of the service that the actor may visit.
func NavFor(a policy.Actor, path string) []ui.NavItem {
	if a.ID == 0 {
		return nil
	}
	items := []struct {
		text, href string
		action     policy.Action
	}{
		{"Home", "/", policy.OwnAccount},
		{"Areas", "/areas", policy.ViewAreas},
		{"Issues", "/issues", policy.ViewIssues},
		{"Gates", "/gates", policy.ViewGates},
		{"Decisions", "/decisions", policy.ViewDecisions},
		{"Register", "/register", policy.ViewRegister},
		{"People", "/members", policy.ViewMembers},
		{"Contacts", "/contacts", policy.ViewContacts},
		{"Admin", "/admin", policy.ManagePeople},
	}
	var nav []ui.NavItem
	for _, it := range items {
		if !policy.Can(a, it.action) {
			continue
		}
		current := path == it.href || (it.href != "/" && strings.HasPrefix(path, it.href+"/")) ||
			(it.href == "/members" && strings.HasPrefix(path+"/", "/seats/"))
		if it.href == "/contacts" { // organisations and services are its tabs
			current = current || strings.HasPrefix(path+"/", "/organisations/") ||
				strings.HasPrefix(path+"/", "/services/")
		}
		nav = append(nav, ui.NavItem{Text: it.text, Href: it.href, Current: current})
	}
	return nav
}

// ProblemProps is an error page: what happened, what to do, and a reference where the fault is ours. Whoever sent a
// form finds in it what they typed, and the page of ours at which they sent it or the nearest above.
type ProblemProps struct {
	Title     string
	Words     string
	Reasons   []string
	Reference string
	Notices   bool // lead to what the reader was told
	Typed     []KeptField
	Again     *CarryOnProps // sends the form again; nil where that would be refused again
	Stands    string        // the address of what the form was about; "" for none
}

// lost is what was typed into a form that the page no longer has.
func (s Shell) lost() []KeptField {
	if s.Lost == nil {
		return nil
	}
	return *s.Lost
}

// wrong reports whether the page shows a form with problems.
func (s Shell) wrong() bool { return s.Refused != nil && *s.Refused }

func (s Shell) account() templ.Component {
	if s.Person == "" {
		return nil
	}
	return ui.Account(s.Person, "/account", "/sign-out")
}

func (s Shell) before() templ.Component {
	if len(s.Trail) == 0 {
		return nil
	}
	return ui.Trail(s.Trail...)
}
