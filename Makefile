# `make run` and `make test` need nothing but make; everything else is fetched or started by gridmap.local.
.PHONY: run install stop status test laws check format bench clean help
.DEFAULT_GOAL := help

LOCAL = python=$$(sh gridmap/local/python.sh) && exec "$$python" -m gridmap.local

help:
	@echo "make run     the demo county in a browser (PORT=8000, DATABASE_URL, DEMO_PASSWORD)"
	@echo "make install what a server needs that serves by units of its own: deploy/"
	@echo "make stop    stop the web server and the private database"
	@echo "make status  what runs, and where"
	@echo "make test    all checks and tests (ARGS='-k words': some tests, no checks)"
	@echo "make check   lint, types, leftovers and the API's description only"
	@echo "make laws    each law taken away once: which test dies with it"
	@echo "make format  put the code into its usual shape"
	@echo "make bench   the figures of the speed table"
	@echo "make clean   remove all that these commands made, data included"

run:
	@$(LOCAL) run

install:
	@$(LOCAL) install

stop:
	@$(LOCAL) stop

status:
	@$(LOCAL) status

test:
	@$(LOCAL) test $(ARGS)

laws:
	@$(LOCAL) laws $(ARGS)

check:
	@$(LOCAL) check

format:
	@$(LOCAL) format

bench:
	@$(LOCAL) bench $(ARGS)

clean:
	@$(LOCAL) clean
