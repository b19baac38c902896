package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/page"
)

func AdminRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/admin", policy.ManagePeople, admin),
		serve.Get("/admin/roles", policy.ManagePeople, roleMatrix),
		serve.Get("/admin/people", policy.ManagePeople, people),
		serve.Get("/admin/people/new", policy.ManagePeople, newPerson),
		serve.Post("/admin/people", policy.ManagePeople, invitePerson),
		serve.Get("/admin/people/{person}", policy.ManagePeople, serve.On(personOf, person)),
		serve.Get("/admin/people/{person}/edit", policy.ManagePeople, serve.On(personOf, editPerson)),
		serve.Post("/admin/people/{person}", policy.ManagePeople, serve.On(personOf, changePerson)),
		serve.Post("/admin/people/{person}/invitations", policy.ManagePeople, serve.On(serve.IdOf[domain.PersonID]("person"), inviteAgain)),
		serve.Post("/admin/people/{person}/disabling", policy.ManagePeople, serve.On(serve.IdOf[domain.PersonID]("person"), disablePerson)),
		serve.Post("/admin/people/{person}/enabling", policy.ManagePeople, serve.On(serve.IdOf[domain.PersonID]("person"), enablePerson)),
		serve.Get("/admin/people/{person}/roles/new", policy.ManagePeople, serve.On(personOf, newGrant)),
		serve.Post("/admin/people/{person}/roles", policy.ManagePeople, serve.On(personOf, grantRole)),
		serve.Get("/admin/people/{person}/roles/{grant}/ending", policy.ManagePeople, serve.On(grantOf, endRolePage)),
		serve.Post("/admin/people/{person}/roles/{grant}/ending", policy.ManagePeople, serve.On(grantOf, endRole)),
	}
}

// adminLinks are the parts of the administration, for those who may go there.
var adminLinks = []struct {
	action policy.Action
	link   page.AdminLink
}{
	{policy.ManagePeople, page.AdminLink{Text: "People", Href: "/admin/people",
		Words: "Invite people, give and end roles, make links to reset a password, disable accounts."}},
	{policy.EditSeats, page.AdminLink{Text: "Members", Href: "/members",
		Words: "Begin and end Members’ terms, name substitutes."}},
	{policy.EditSeats, page.AdminLink{Text: "Wards and divisions", Href: "/seats",
		Words: "Import boundaries, say how many Members each elects."}},
	{policy.ManagePeople, page.AdminLink{Text: "Roles and rights", Href: "/admin/roles",
		Words: "What each role may do."}},
	{policy.ManageLists, page.AdminLink{Text: "Themes", Href: "/admin/themes",
		Words: "The list by which issues are categorised."}},
	{policy.EditTemplate, page.AdminLink{Text: "Timeline template", Href: "/timeline-templates",
		Words: "The phases, weeks, activities and gates from which timelines are made."}},
	{policy.EditHolidays, page.AdminLink{Text: "Bank holidays", Href: "/bank-holidays",
		Words: "Days on which offices are closed, beyond those that are known: deadlines pass over them."}},
	{policy.EditCriteria, page.AdminLink{Text: "Criteria", Href: "/criteria",
		Words: "What issues are scored by, and how much each counts."}},
	{policy.ManageLists, page.AdminLink{Text: "Rules of the gates", Href: "/gate-rules",
		Words: "How many Members must approve for a gate to pass."}},
}

func admin(c *serve.Call) error {
	return c.Show(page.Admin(page.AdminProps{Shell: c.Shell("Administration"), Links: linksFor(c.Actor)}))
}

// linksFor are the parts of the administration that the actor may visit.
func linksFor(actor policy.Actor) []page.AdminLink {
	var links []page.AdminLink
	for _, l := range adminLinks {
		if policy.Can(actor, l.action) {
			links = append(links, l.link)
		}
	}
	return links
}

func roleMatrix(c *serve.Call) error {
	const title = "Roles and rights"
	return c.Show(page.Roles(c.Shell(title).Under("Administration", "/admin", title)))
}
