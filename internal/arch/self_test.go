package arch_test

import (
	"regexp"
	"strings"
	"testing"
)

// comparesAccount is a comparison of the actor's own account with somebody.
var comparesAccount = regexp.MustCompile(`(==|!=|, ) ?([a-z]+\.)?[aA]ctor\.ID\b[^,]|\b[aA]ctor\.ID (==|!=) [^0]|` +
	`(==|!=) a\.ID( |\)|$)|\ba\.ID (==|!=) [kcdrv]\.[A-Z]`)

// What keeps powers apart asks for the person and not for the account: who is allowed what compares people by
// policy.Actor's IsSelf and by domain.Self alone, so that a second account of a person is that person.
func TestRulesCompareThePersonNotTheAccount(t *testing.T) {
	seen := 0
	for _, name := range ourFiles(t, ".go") {
		if !strings.HasSuffix(name, "/access.go") && !strings.HasSuffix(name, "/separation.go") {
			continue
		}
		seen++
		for i, line := range strings.Split(string(read(t, name)), "\n") {
			if comparesAccount.MatchString(line) && !strings.Contains(line, "a.ID != 0") {
				t.Errorf("%s:%d compares an account: %s", name, i+1, strings.TrimSpace(line))
			}
		}
	}
	if seen < 12 {
		t.Errorf("looked at %d files: the rules of who may are elsewhere", seen)
	}
}
