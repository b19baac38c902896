package main

import (
	"bufio"
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
	"fourgates/internal/config"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
)

const userUse = `write fourgates user add --name NAME --email ADDRESS [--shared] [--admin] [--password-stdin]
      fourgates user reset --email ADDRESS [--name NAME] [--password-stdin]
      fourgates user disable --email ADDRESS [--name NAME]
--shared says that others use the address too; --name then says who of them is meant`

// userArgs is what a user command was asked for.
type userArgs struct {
	does, name, email string
	admin, shares     bool
	password          string // "" asks for a link to set one
}

// user adds people, gives them a way to set a password, and keeps them out: for the first administrator, and for when
// none can get in any more.
func user(ctx context.Context, in installation, args []string) (err error) {
	asked, err := userArguments(in, args, os.Stdin)
	if err != nil {
		return err
	}
	d, err := openDatabase(ctx, in.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	a := &act.App{Store: db.New(d.pool), Now: in.now, Log: slog.New(slog.DiscardHandler),
		Beyond: beyond.Steps()}
	token, err := asked.carryOut(ctx, a)
	if errors.Is(err, domain.ErrNotFound) {
		return fmt.Errorf("nobody has the e-mail address %s; fourgates user add makes an account", asked.email)
	}
	if err != nil {
		return sentences("", err)
	}
	return asked.report(in, token)
}

func (u userArgs) carryOut(ctx context.Context, a *act.App) (token string, err error) {
	who := peopleapp.User{Name: u.name, Email: u.email, Password: u.password, Shares: u.shares}
	switch u.does {
	case "add":
		return peopleapp.AddUser(ctx, a, who, u.admin)
	case "reset":
		return peopleapp.ResetUser(ctx, a, who)
	default:
		return "", peopleapp.DisableUser(ctx, a, who)
	}
}

func (u userArgs) report(in installation, token string) (err error) {
	switch {
	case token != "":
		_, err = fmt.Fprintf(in.out, "%s sets a password with this link, once, within %d hours:\n%s/invitations/%s\n",
			u.email, int(people.InvitationLasts.Hours()), base(in.cfg), token)
	case u.does == "disable":
		_, err = fmt.Fprintf(in.out, "%s cannot sign in any more\n", u.email)
	default:
		_, err = fmt.Fprintf(in.out, "%s can sign in at %s/sign-in\n", u.email, base(in.cfg))
	}
	return err
}

// base is the address that people reach the pages at, without a slash at its end.
func base(cfg config.Config) string {
	if cfg.BaseURL != nil {
		return strings.TrimRight(cfg.BaseURL.String(), "/")
	}
	return "http://" + cfg.Addr
}

// userArguments reads what comes after "user", and the password from stdin where that was asked for.
func userArguments(in installation, args []string, stdin io.Reader) (u userArgs, err error) {
	if len(args) == 0 || (args[0] != "add" && args[0] != "reset" && args[0] != "disable") {
		return u, errors.New(userUse)
	}
	u.does = args[0]
	set := flags(in, "user "+u.does)
	set.SetOutput(io.Discard) // the error says it all
	set.StringVar(&u.email, "email", "", "address that they sign in with")
	fromStdin := new(bool)
	if u.does != "disable" {
		fromStdin = set.Bool("password-stdin", false, "read the password from standard input instead of making a link")
	}
	set.StringVar(&u.name, "name", "", "their name")
	if u.does == "add" {
		set.BoolVar(&u.shares, "shared", false, "others use the address too")
		set.BoolVar(&u.admin, "admin", false, "make them an administrator")
	}
	if err := set.Parse(args[1:]); errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(in.out, userUse)
		return u, err
	} else if err != nil {
		return u, fmt.Errorf("%w; %s", err, userUse)
	}
	u.email, u.name = domain.FoldEmail(u.email), domain.Line(u.name)
	switch {
	case set.NArg() > 0:
		return u, fmt.Errorf("user %s does not take %q; %s", u.does, set.Arg(0), userUse)
	case u.email == "":
		return u, errors.New("no e-mail address is given; " + userUse)
	case !*fromStdin:
		return u, nil
	}
	if u.password, err = passwordLine(stdin); err != nil {
		return u, err
	}
	return u, sentences("", domain.CheckPassword(u.password, u.email))
}

// passwordLine reads one line. Spaces are part of a password, the end of the line is not.
func passwordLine(stdin io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("the password cannot be read: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
