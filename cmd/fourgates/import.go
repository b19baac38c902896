package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
)

const importUse = `write fourgates import seats --authority NAME --tier county|borough|unitary|parish --kind ward|division [--places N] [--on YYYY-MM-DD] [--answers FILE] FILE`

// importData brings data of a council into the database: the boundaries of its seats, and its list of Members.
func importData(ctx context.Context, in installation, args []string) error {
	switch {
	case len(args) > 0 && args[0] == "seats":
		return importSeats(ctx, in, args[1:])
	case len(args) > 0 && args[0] == "members":
		return importMembers(ctx, in, args[1:])
	}
	return errors.New(importUse + "\n      " + strings.TrimPrefix(membersUse, "write "))
}

// importSeats imports a GeoJSON file of wards or divisions and says in one line what that did. A faulty file changes
// nothing. Neither does one that leaves something to ask: then the questions are printed as CSV to be filled in and
// given with --answers, and the exit code is 2.
func importSeats(ctx context.Context, in installation, args []string) (err error) {
	i, file, err := seatArguments(in, args)
	if err != nil {
		return err
	}
	if i.Seats, err = readSeatFile(file); err != nil {
		return sentences(file, err)
	}
	d, err := openDatabase(ctx, in.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	a := &act.App{Store: db.New(d.pool), Now: in.now, Log: slog.Default(), Beyond: beyond.Steps()}
	p, err := seatapp.LoadSeats(ctx, a, i)
	if asks, ok := errors.AsType[*seatapp.QuestionsError](err); ok {
		if err := seats.WriteQuestions(in.out, asks.Questions); err != nil {
			return err
		}
		return putRight(asks)
	}
	if err != nil {
		return sentences(file, err)
	}
	for _, s := range p.Missing {
		fmt.Fprintf(os.Stderr, "fourgates: %s %s is not in the file; it stays\n", s.Code, s.Name)
	}
	ahead := ""
	if p.On.After(a.Today()) {
		ahead = ", from " + p.On.Words()
	}
	_, err = fmt.Fprintln(in.out, p.Words()+ahead)
	return err
}

// seatArguments reads the flags, which may stand before or after the file.
func seatArguments(in installation, args []string) (i places.SeatImport, file string, err error) {
	set := flags(in, "import seats")
	authority := set.String("authority", "", "name of the council")
	tier := set.String("tier", "", "county, borough, unitary or parish")
	kind := set.String("kind", "", "ward or division")
	set.Func("places", "how many Members each new seat elects, or none", func(text string) error {
		n, ok := places.ReadElects(text)
		if !ok {
			return fmt.Errorf("--places is a whole number from 0 to %d, or %s", places.MostPlaces, places.ElectsNone)
		}
		i.Elect(n)
		return nil
	})
	set.Func("on", "the first day on which it is so", func(text string) (err error) {
		i.On, err = domain.ReadDate(text)
		return err
	})
	answers := set.String("answers", "", "file with the questions answered")
	set.SetOutput(io.Discard) // the error says it all
	set.Usage = func() {}
	for len(args) > 0 {
		if err := set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				fmt.Fprintln(in.out, importUse)
				return i, "", err
			}
			return i, "", fmt.Errorf("%w; %s", err, importUse)
		}
		args = set.Args()
		if len(args) == 0 {
			break
		}
		if file != "" {
			return i, "", errors.New("give one file; " + importUse)
		}
		file, args = args[0], args[1:]
	}
	if file == "" {
		return i, "", errors.New("no file is given; " + importUse)
	}
	i.Authority, i.Tier, i.Kind = domain.Line(*authority), places.Tier(*tier), places.SeatKind(*kind)
	if i.Answers, err = readAnswers(*answers); err != nil {
		return i, "", err
	}
	if blockers := i.Blockers(nil, nil); len(blockers) > 0 {
		return i, "", fmt.Errorf("%w; %s", sentences("", &domain.BlockedError{Blockers: blockers}), importUse)
	}
	return i, file, nil
}

// readAnswers reads the questions with their answers; none where no file is given.
func readAnswers(name string) (map[string]string, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("the answers cannot be opened: %w", err)
	}
	defer func() { _ = f.Close() }()
	answers, err := seats.ReadAnswers(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return answers, nil
}

func readSeatFile(name string) ([]places.Seat, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("the file cannot be opened: %w", err)
	}
	defer func() { _ = f.Close() }()
	return seatapp.ReadSeats(f)
}

// sentences makes the reasons of a refusal lines for whoever typed the command, each with the file that they are about.
func sentences(file string, err error) error {
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok {
		return err
	}
	if file != "" {
		file += ": "
	}
	var lines []string
	for _, b := range blocked.Blockers {
		lines = append(lines, file+b.Words)
	}
	return errors.New(strings.Join(lines, "\n"))
}
