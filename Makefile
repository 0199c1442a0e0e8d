# Two commands are all a newcomer needs: make demo, make test.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
CITY ?= ha-noi
RESET ?=
ARGS ?=
BIN := $(VENV)/bin/
EXEC := $(BIN)python -m portal.embedded exec
# What a start in production must at least be given; the values are no secrets.
DEPLOY := DEBUG=0 HTTPS=1 TRUSTED_PROXIES=1 ALLOWED_HOSTS=portal.example.org \
	SITE_URL=https://portal.example.org DATABASE_URL=$${DATABASE_URL:-postgres://localhost/none} \
	SECRET_KEY=9f2c1d7e4b8a6035-for-the-check-only-never-used-to-sign-anything-0a1b2c3d4e

.DEFAULT_GOAL := help
.PHONY: help demo test run lint fmt messages ci shell shots contact-sheet bench bench-awards bench-bulletin bench-calendar bench-search faults matrix axe vnu lighthouse fonts lock venv venv-demo
export VENV PORT CITY RESET

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: venv-demo ## The whole portal with sample data (PORT=8000 CITY=ha-noi RESET=1)
	@exec $(BIN)python -m portal.embedded demo

test: venv ## The whole test suite, browser tests included (ARGS="tests/members -x")
	@$(BIN)python manage.py compile_catalogues >/dev/null 2>&1 || SECRET_KEY=catalogues-only-catalogues-only-catalogues-only-12345 DATABASE_URL=postgres://localhost/none $(BIN)python manage.py compile_catalogues
	@exec $(BIN)python -m portal.embedded test $(or $(ARGS),-n 2 --dist loadfile --no-loadscope-reorder)

faults: venv ## In full: reminders, newsletter and certificates under kills, forms sent 50 times
	@FAULTS=full $(BIN)python -m portal.embedded test tests/stack/test_faults.py -s -q
	@FAULTS=full $(BIN)python -m portal.embedded test tests/stack/test_certificates.py -s -q
	@FAULTS=full $(BIN)python -m portal.embedded test tests/stack/test_at_once.py -s -q
	@FAULTS=full $(BIN)python -m portal.embedded test tests/awards/test_views.py -k guesses -q
	@FAULTS=full $(BIN)python -m portal.embedded test tests/bulletin/test_killed.py -s -q
	@EVENTS_FULL=1 $(BIN)python -m portal.embedded test tests/events/test_ten_years.py -q

bench-calendar: venv ## The sweep over a million reminders, 10,000 mails: prints the figures
	@BENCH=1 $(BIN)python -m portal.embedded test tests/bench/test_calendar.py -s -q

bench-bulletin: venv ## 100,000 articles and 100,000 readers: page times, mailing (1 min)
	@BENCH=1 $(BIN)python -m portal.embedded test tests/bench/test_bulletin.py -s -q

bench-awards: venv ## 200,000 awards, 10,000 nominations, 1,000 certificates (3 min)
	@BENCH=1 $(BIN)python -m portal.embedded test tests/bench/test_awards.py -s -q

bench-search: venv ## The search over a million entries of Vietnamese words (15 min)
	@BENCH=1 $(BIN)python -m portal.embedded test tests/bench/test_search.py -s -q

run: venv ## The development server with reloading, on the data of the demo
	@DEBUG=1 $(EXEC) $(BIN)python manage.py runserver $(PORT)

shell: venv ## A Python shell on the data of the demo
	@$(EXEC) $(BIN)python manage.py shell

lint: venv ## Everything that can be said without running the tests
	@$(BIN)ruff format --check .
	@$(BIN)ruff check .
	@$(BIN)lint-imports
	@$(BIN)djhtml --check --tabwidth 2 templates
	@! grep -rnP '\{% blocktrans(late)?( (?!%\})|[^%])*%\}' templates | grep -v trimmed
	@$(BIN)deptry .
	@$(DEPLOY) $(BIN)python manage.py check --deploy --fail-level WARNING
	@$(BIN)python -m portal.embedded test tests/test_language.py tests/run/test_migrations.py -q -p no:cacheprovider

fmt: venv ## Format Python and templates, mend what can be mended
	@$(BIN)ruff check --fix .
	@$(BIN)ruff format .
	@$(BIN)djhtml --tabwidth 2 templates

messages: venv ## Bring the catalogue up to date (needs gettext)
	@$(EXEC) $(BIN)python manage.py makemessages -l vi --add-location file --no-wrap -i 'var/*' -i '.venv/*' -i 'tests/*' -i 'staticfiles/*'
	@$(BIN)python manage.py compile_catalogues

shots: venv ## The screenshots of the README, from the running demo
	@$(EXEC) $(BIN)python manage.py screenshots --url http://localhost:$(PORT)

contact-sheet: venv ## Every kind of page on contact sheets in var/sheets (ARGS="--group errors")
	@$(EXEC) $(BIN)python manage.py contact_sheet --url http://localhost:$(PORT) $(ARGS)

axe: venv ## axe-core, 400 %, forced colours and weight of every page: 4 looks at each (30 min)
	@AXE=full $(BIN)python -m portal.embedded test tests/browser/test_accessibility.py -s -q

vnu: venv ## The W3C checker over every kind of page (needs java; VNU=path/to/vnu.jar)
	@VNU=$(or $(VNU),$(error Get vnu.jar: npm install vnu-jar@26.9.27; then VNU=node_modules/vnu-jar/build/dist/vnu.jar)) $(BIN)python -m portal.embedded test tests/portal/test_html.py -s -q

lighthouse: ## Lighthouse on the pages readers come to, from the running demo (needs npx, Chromium)
	@$(BIN)python -m portal.embedded exec $(BIN)python manage.py lighthouse --url http://localhost:$(PORT)

fonts: venv ## The faces of the pages, cut anew from their sources (needs uv)
	@requirements/fonts.sh

bench: venv ## Server time of every list and form with the data of a large federation
	@$(EXEC) $(BIN)python manage.py bench $(ARGS)

matrix: venv ## Who may open what: every role at every address and every desk
	@$(BIN)pytest -q -s tests/portal/test_access_matrix.py tests/portal/test_access_desk.py

ci: test lint ## The whole truth

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate -q
lock: ## Write the locks anew (needs uv; UPGRADE=--upgrade for newer versions)
	@$(LOCK) $(UPGRADE) --extra embedded --extra dev -o requirements/dev.txt
	@$(LOCK) --extra embedded -c requirements/dev.txt -o requirements/embedded.txt
	@$(LOCK) -c requirements/dev.txt -o requirements/runtime.txt

venv:
	@$(PYTHON) requirements/install.py dev

venv-demo:
	@$(PYTHON) requirements/install.py embedded
