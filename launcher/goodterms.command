#!/bin/sh
# goodterms, to double-click on a Mac. Finder does not know where cargo and Homebrew put programs.
PATH="$HOME/.cargo/bin:/opt/homebrew/bin:/usr/local/bin:$PATH"
export PATH
clear 2>/dev/null
if ! command -v goodterms >/dev/null; then
    echo "goodterms is not installed, or not where it is looked for:"
    echo "$PATH"
    status=1
else
    goodterms
    status=$?
fi
# Where it fails, its last words can be read before the window closes.
if [ "$status" -ne 0 ]; then
    echo
    echo "Press Enter to close this window."
    read -r line
fi
exit "$status"
