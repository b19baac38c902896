// Package page holds one templ file for each page, composed of ui components from props.
package page

import (
	"strings"

	"fourgates/internal/policy"
)

// Shell is what every page needs beyond its own data.
type Shell struct {
	Title   string // also the start of the document's title
	Council string
	Path    string // of the request, for the navigation
	Person  string // who is signed in; "" for nobody
	Nav     []NavItem
	Flash   string   // the message left by the step before
	Trail   []string // the way here, above the page: text, address, text, address …; a last text without address is the page itself
	Invalid bool     // the page shows a form with problems: the document's title says so
}

// DocumentTitle is what the browser's tab says.
func (s Shell) DocumentTitle() string {
	title := s.Title + " – Fourgates – " + s.Council
	if s.Invalid {
		return "Error: " + title
	}
	return title
}

// Under sets the way to the page: text, address, text, address …
func (s Shell) Under(trail ...string) Shell {
	s.Trail = trail
	return s
}

// WithErrors marks the page as showing a form with problems.
func (s Shell) WithErrors() Shell {
	s.Invalid = true
	return s
}

// NavItem is one link of the service navigation.
type NavItem struct {
	Text, Href string
	Current    bool
}

// NavFor lists the parts of the service that the actor may visit.
func NavFor(a policy.Actor, path string) []NavItem {
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
		{"Register", "/register", policy.ViewRegister},
		{"People", "/members", policy.ViewMembers},
		{"Contacts", "/contacts", policy.ViewContacts},
		{"Admin", "/admin", policy.ManagePeople},
	}
	var nav []NavItem
	for _, it := range items {
		if !policy.Can(a, it.action) {
			continue
		}
		current := path == it.href || (it.href != "/" && strings.HasPrefix(path, it.href+"/"))
		nav = append(nav, NavItem{Text: it.text, Href: it.href, Current: current})
	}
	return nav
}

// ProblemProps is an error page: what happened, what to do, and a reference where the fault is ours.
type ProblemProps struct {
	Title     string
	Words     string
	Reasons   []string
	Reference string
}
