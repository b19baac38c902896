package server_test

import (
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/server/servertest"
)

// A notice keeps its words; who may not see the issue that they are about must not read them there (guarantee 1).
func TestNoticesOfARestrictedIssueAreForItsOfficers(t *testing.T) {
	m := newMatter(t)
	address := m.raise(m.member, "A house that worries us")
	clo := m.As(m.clo)
	clo.Post(address+"/triage", "version", "1", "theme", "", "tier", "").Want(t, 303)
	told := "/notices/" + m.Text(`SELECT max(id)::text FROM notices`)
	list := "/areas/" + servertest.ID(m.quay) + "/notices"
	exec := m.As(m.exec)
	if !exec.Get(told).Want(t, 200).Says("A house that worries us") {
		t.Fatal("the notice does not say what it is about")
	}
	clo.Post(address+"/edit", m.typed("A house that worries us", "version", "2", "visibility", "restricted")...).Want(t, 303)
	for name, who := range map[string]*servertest.Client{"executive": exec, "another officer": m.As(m.other), "service": m.As(m.service), "member": m.As(m.Person("Ffion", policy.Member))} {
		if p := who.Get(told); p.Status != 404 {
			t.Errorf("%s: %s answers %d", name, told, p.Status)
		}
		if p := who.Get(list); p.Says("A house that worries us") {
			t.Errorf("%s reads a restricted issue's title among the area's notices", name)
		}
	}
	clo.Get(told).Want(t, 200)
	m.As(m.member).Get("/notices").Want(t, 200)
	// What is said once it is restricted is about no area: for nobody but those told.
	clo.Post(address+"/moves", "move", "not-taken-forward", "reason", "Passed on").Want(t, 303)
	exec.Get("/notices/"+m.Text(`SELECT max(id)::text FROM notices WHERE area_id IS NULL`)).Want(t, 404)
}
