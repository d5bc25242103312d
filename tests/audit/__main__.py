"""`python -m tests.audit [LIST.csv]`: look at every kind of page as readers do, and name each fault.

axe-core and overflow in both languages and themes, on the narrowest phone and a desk; a strict HTML parser;
weight and requests of a first view; Lighthouse with its budgets (through npx, where Node is). A list of twin
cities (CSV) fills the register with real numbers first; DATABASE_URL names a register that is filled already.
Ends with 1 if anything falls short.
"""

import sys
from itertools import chain

from playwright.sync_api import sync_playwright

from tests.audit.addresses import addresses, staff_addresses
from tests.audit.lighthouse import against_lighthouse
from tests.audit.looking import against_looks, against_weight
from tests.audit.serving import cookies_of, served
from tests.browser.chromium import executable

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main(lists: list[str]) -> int:
    faults = 0
    with served(lists) as root:
        kinds = addresses(root)
        staff = staff_addresses(kinds)
        cookies = cookies_of("registrar@example.org", root)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
            found = chain(
                against_looks(browser, root, kinds),
                against_looks(browser, root, staff, cookies),
                against_weight(browser, root, kinds),
            )
            for fault in found:
                faults += 1
                print(fault, flush=True)
            browser.close()
        for fault in against_lighthouse(root, kinds):
            faults += 1
            print(fault, flush=True)
    print(f"{faults} faults on {len(kinds) + len(staff)} kinds of pages")
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
