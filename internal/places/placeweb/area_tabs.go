package placeweb

import (
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// areaPage is a page of every area: its name, its address below the area's, and who may visit it.
type areaPage struct {
	text, path string
	may        func(a policy.Actor, area domain.AreaID) bool
}

// areaSection is a tab of an area with the pages in it; the first that the reader may visit is where the tab leads.
type areaSection struct {
	text  string
	pages []areaPage
}

// areaSections are the six tabs of an area.
func areaSections() []areaSection {
	all := func(policy.Actor, domain.AreaID) bool { return true }
	in := func(act policy.Action) func(policy.Actor, domain.AreaID) bool {
		return func(a policy.Actor, area domain.AreaID) bool { return policy.CanIn(a, act, area) }
	}
	contacts := func(a policy.Actor, _ domain.AreaID) bool { // a partner sees those of their own organisation
		return policy.Can(a, policy.ViewContacts)
	}
	return []areaSection{
		{"Overview", []areaPage{{"Overview", "", all}, {"Boundary and places", "/boundary", all}}},
		{"Issues", []areaPage{{"All issues", "/issues", in(policy.ViewIssues)},
			{"Quick wins", "/quick-wins", in(policy.ViewIssues)}, {"Priorities", "/priorities", in(policy.ViewIssues)},
			{"Synthesis", "/synthesis", in(policy.ViewGates)}, {"Review", "/reviews", in(policy.ViewIssues)}}},
		{"Plan", []areaPage{{"Plan", "/plan", in(policy.ViewPlans)},
			{"Solutions", "/solutions", in(policy.ViewSolutions)}, {"Advice", "/advice", in(policy.ViewAdvice)},
			{"Fed back", "/feedback", in(policy.ViewPlans)}, {"Lost threads", "/orphans", in(policy.ViewPlans)}}},
		{"Gates", []areaPage{{"Gate 1", "/gates/1", in(policy.ViewGates)}, {"Gate 2", "/gates/2", in(policy.ViewGates)},
			{"Gate 3", "/gates/3", in(policy.ViewGates)}}},
		{"People", []areaPage{{"Members", "/members", all}, {"Officers", "/assignments", all},
			{"Network", "/network", contacts}}},
		{"Timeline", []areaPage{{"Timeline", "/timeline", all}, {"Risks", "/risks", in(policy.ViewRisks)},
			{"Cycles", "/cycles", all}, {"History", "/history", all}}},
	}
}

// AreaTabs leads between the pages of an area: those of them that the actor may visit, by section. Path is the page
// that they are on, or a page below one of them.
func AreaTabs(a policy.Actor, area domain.AreaID, path string) []ui.NavItem {
	var tabs []ui.NavItem
	for _, section := range areaSections() {
		tab := ui.NavItem{Text: section.text}
		for _, page := range section.pages {
			if !page.may(a, area) {
				continue
			}
			href := frame.To("/areas/%d", area) + page.path
			is := ui.NavItem{Text: page.text, Href: href, Current: path == href,
				Active: page.path != "" && strings.HasPrefix(path, href+"/")}
			tab.Active = tab.Active || is.Current || is.Active
			tab.Inside = append(tab.Inside, is)
		}
		if len(tab.Inside) == 0 {
			continue
		}
		tab.Href = tab.Inside[0].Href
		tab.Current = len(tab.Inside) == 1 && tab.Inside[0].Current
		tabs = append(tabs, tab)
	}
	return tabs
}
