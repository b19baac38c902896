package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/members"
	"fourgates/internal/members/memberapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/sheets"
)

const membersUse = `write fourgates import members --authority NAME [--election DATE] FILE
--election says that FILE is the whole council after an election: terms in it that have no first day begin on DATE,
and places that are not in it are vacant from then on`

// importMembers imports a council's list of Members and says in one line what that did. A list with something wrong or
// unclear in it changes nothing: every problem is printed, and the exit status is 2.
func importMembers(ctx context.Context, in installation, args []string) (err error) {
	council, election, file, err := memberArguments(in, args)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("the file cannot be opened: %w", err)
	}
	sheet, err := sheets.Read(content)
	if err != nil {
		return putRight(sentences(file, err))
	}
	d, err := openDatabase(ctx, in.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	a := &act.App{Store: db.New(d.pool), Now: in.now, Log: slog.Default()}
	authority, err := placestore.AuthorityNamed(ctx, a.Store.Reader, council)
	if errors.Is(err, domain.ErrNotFound) {
		return fmt.Errorf("there is no council called %s: its seats are imported first", council)
	}
	if err != nil {
		return err
	}
	done, err := memberapp.LoadList(ctx, a, sheet, members.Choices{Council: authority.ID, From: election,
		Whole: !election.IsZero()})
	if _, ok := errors.AsType[*domain.BlockedError](err); ok {
		return putRight(sentences(file, err))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(in.out, done.Words())
	return err
}

// memberArguments reads the flags, which may stand before or after the file.
func memberArguments(in installation, args []string) (council string, election domain.Date, file string, err error) {
	set := flags(in, "import members")
	authority := set.String("authority", "", "name of the council")
	day := set.String("election", "", "first day of the new council's terms")
	set.SetOutput(io.Discard) // the error says it all
	set.Usage = func() {}
	for len(args) > 0 {
		if err := set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				fmt.Fprintln(in.out, membersUse)
				return "", election, "", err
			}
			return "", election, "", fmt.Errorf("%w; %s", err, membersUse)
		}
		if args = set.Args(); len(args) == 0 {
			break
		}
		if file != "" {
			return "", election, "", errors.New("give one file; " + membersUse)
		}
		file, args = args[0], args[1:]
	}
	council = domain.Line(*authority)
	if *day != "" {
		if election, err = domain.ReadDate(*day); err != nil {
			return "", election, "", fmt.Errorf("--election: %w; %s", err, membersUse)
		}
	}
	switch {
	case council == "":
		return "", election, "", errors.New("no council is given; " + membersUse)
	case file == "":
		return "", election, "", errors.New("no file is given; " + membersUse)
	}
	return council, election, file, nil
}
