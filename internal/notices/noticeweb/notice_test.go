package noticeweb_test

import (
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// A notice keeps its words; who may not see the issue that they are about must not read them there (guarantee 1).
func TestNoticesOfARestrictedIssueAreForItsOfficers(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.Member, "A house that worries us")
	clo := m.As(m.CLO)
	clo.Post(address+"/triage", "version", "1", "theme", "", "tier", "").Want(t, 303)
	told := "/notices/" + m.Text(`SELECT max(id)::text FROM notices`)
	list := "/areas/" + servertest.ID(m.Quay) + "/notices"
	exec := m.As(m.Executive)
	if !exec.Get(told).Want(t, 200).Says("A house that worries us") {
		t.Fatal("the notice does not say what it is about")
	}
	clo.Post(address+"/edit", m.Typed("A house that worries us", "version", "2", "visibility", "restricted")...).
		Want(t, 303)
	for name, who := range map[string]*servertest.Client{"executive": exec, "another officer": m.As(m.Other),
		"service": m.As(m.Service), "member": m.As(m.Person("Ffion", policy.Member))} {
		if p := who.Get(told); p.Status != 404 {
			t.Errorf("%s: %s answers %d", name, told, p.Status)
		}
		if p := who.Get(list); p.Says("A house that worries us") {
			t.Errorf("%s reads a restricted issue's title among the area's notices", name)
		}
	}
	clo.Get(told).Want(t, 200)
	m.As(m.Member).Get("/notices").Want(t, 200)
	// What is said once it is restricted is about no area: for nobody but those told.
	clo.Post(address+"/moves", "move", "not-taken-forward", "reason", "Passed on").Want(t, 303)
	exec.Get("/notices/"+m.Text(`SELECT max(id)::text FROM notices WHERE area_id IS NULL`)).Want(t, 404)
}
