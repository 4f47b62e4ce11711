# shellcheck shell=bash
# The words scripts/demo is written in. Each ends the demonstration with a clear message when something is not as stated.

readonly key=demo-key-that-opens-nothing
readonly model=gemini-2.5-flash
bold="" dim="" green="" red="" plain=""
if [[ -t 1 && -z ${NO_COLOR-} ]]; then
    bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
fi
live=no
[[ -t 1 && -t 2 ]] && live=yes

gemcache=${GEMCACHE-}
T="" mock="" mock_pid="" proxy="" proxy_pid="" now="the preparation" seen=0

# --- what is printed

step() { now="step $1"; printf '\n%s%s  %s%s\n' "$bold" "$1" "$2" "$plain"; }
good() { printf '  %sok%s  %s\n' "$green" "$plain" "$1"; }

fail() {
    printf '\n%sNot as stated%s in %s: %s\n' "$red" "$plain" "$now" "$1" >&2
    [[ -s $T/mock.err ]] && { echo "The mock said:"; tail -n 5 "$T/mock.err"; } >&2
    exit 1
}

prompt() { printf '\n%s$%s %s\n' "$dim" "$plain" "$1"; }

# A command as one would type it, with $T for the temporary folder.
typed() {
    local word line=""
    for word in "$@"; do
        case $word in
            *[\"\$\`\\!]*) word="'$word'" ;;
            *[!A-Za-z0-9_./:=@%+,-]*) word="\"$word\"" ;;
        esac
        line+="$word "
    done
    line=${line//"$T"/\$T}
    printf '%s' "${line% }"
}

# Shows and runs a line of shell.
shell() {
    prompt "$1"
    eval "$1"
}

# --- the beginning and the end

prepare() {
    if [[ -z $gemcache ]]; then
        scripts/bootstrap
        swift build --product gemcache
        gemcache=$(swift build --show-bin-path)/gemcache
    fi
    [[ -x $gemcache ]] || fail "there is no program at $gemcache"
    T=$(mktemp -d "${TMPDIR:-/tmp}/gemcache-demo.XXXXXX")
    trap finish EXIT
    unset GOOGLE_API_KEY GOOGLE_GENAI_USE_VERTEXAI GOOGLE_GENAI_USE_ENTERPRISE GOOGLE_VERTEX_BASE_URL
    export GEMINI_API_KEY=$key GEMCACHE_STORE=$T/store XDG_DATA_HOME=$T/data
    export NO_PROXY=127.0.0.1${NO_PROXY:+,$NO_PROXY} no_proxy=127.0.0.1${no_proxy:+,$no_proxy}
    [[ $live == no ]] || export GEMCACHE_PROGRESS=always
    cat <<END

To copy the commands below, begin with these:
    PATH="$(dirname "$gemcache"):\$PATH" T=\$(mktemp -d)
    export GEMINI_API_KEY=$key GEMCACHE_STORE=\$T/store
END
    start_mock
}

finish() {
    local status=$?
    end "$proxy_pid"
    end "$mock_pid"
    [[ -z $T ]] || rm -rf "$T"
    exit "$status"
}

# Asks a child to end, and makes it after five seconds.
end() {
    [[ -n $1 ]] || return 0
    local waited=0
    kill "$1" 2>/dev/null || true
    while kill -0 "$1" 2>/dev/null && ((++waited < 100)); do sleep 0.05; done
    kill -9 "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# The base URL a server wrote into its ready file, once it has.
ready() {
    local waited=0
    until [[ -s $1 ]]; do
        kill -0 "$2" 2>/dev/null || fail "the $3 ended before it was ready"
        ((++waited < 600)) || fail "the $3 was not ready within 30 s"
        sleep 0.05
    done
    head -n 1 "$1"
}

start_mock() {
    rm -f "$T/mock.ready"
    # shellcheck disable=SC2016
    prompt 'gemcache mock --fixtures Fixtures/answers --listen 127.0.0.1:0 --ready-file $T/mock.ready &'
    "$gemcache" mock --fixtures Fixtures/answers --listen 127.0.0.1:0 --ready-file "$T/mock.ready" >"$T/mock.err" 2>&1 </dev/null &
    mock_pid=$!
    mock=$(ready "$T/mock.ready" "$mock_pid" mock)
    export GOOGLE_GEMINI_BASE_URL=$mock
    seen=0
    prompt "export GOOGLE_GEMINI_BASE_URL=$mock"
    good "the mock is ready"
}

stop_mock() {
    end "$mock_pid"
    mock_pid=""
    if curl -sS "$mock/v1beta/models" >/dev/null 2>&1; then fail "the mock still answers"; fi
    printf '\n'
    good "the mock is stopped"
}

start_proxy() {
    prompt "gemcache proxy --listen 127.0.0.1:0 --upstream $mock --ready-file \$T/proxy.ready &"
    "$gemcache" proxy --listen 127.0.0.1:0 --upstream "$mock" --ready-file "$T/proxy.ready" >"$T/proxy.err" 2>&1 </dev/null &
    proxy_pid=$!
    proxy=$(ready "$T/proxy.ready" "$proxy_pid" proxy)
    good "the proxy is ready at $proxy"
}

# --- commands

readonly stats_line='^(hit|miss|replayed) +[0-9.]+ ms' # what --stats says on standard error

# Runs gemcache and shows what it prints: on a terminal as it comes, in a log in order.
# Leaves standard output in $T/out, standard error in $T/err, the exit code in $code.
attempt() {
    code=0
    prompt "$(typed gemcache "$@")"
    if [[ $live == yes ]]; then
        { { "$gemcache" "$@" 2>&3 | tee "$T/out"; } 3>&1 1>&4 | without_stats >&2; } 4>&1 || code=$?
    else
        "$gemcache" "$@" >"$T/out" 2>"$T/err" </dev/null || code=$?
        grep -vE "$stats_line" "$T/err" || true
        cat "$T/out"
    fi
    grep -E "$stats_line" "$T/err" || true
}

# Passes progress on as it comes and keeps it in $T/err, line by line; the line of --stats waits until the answer is out.
without_stats() {
    python3 -c '
import os, re, sys
with open(sys.argv[1], "wb") as file:
    while chunk := os.read(0, 65536):
        file.write(re.sub(rb"[\r\n]+(?:\x1b\[K)?", b"\n", chunk))
        os.write(1, re.sub(rb"(?m)(?:^|(?<=\x1b\[K))(?:hit|miss|replayed) .* ms.*\n?", b"", chunk))
' "$T/err"
}

run() {
    attempt "$@"
    [[ $code == 0 ]] || fail "gemcache $1 ended with exit code $code"
}

# As run, with the output in a file instead of on the screen.
run_into() {
    local file=$1
    shift
    prompt "$(typed gemcache "$@") > $(typed "$file")"
    "$gemcache" "$@" >"$file" </dev/null || fail "gemcache $1 ended with exit code $?"
}

# ask hit|miss|any NAME PROMPT [FILE] [OPTION…]: the outcome must be as stated, and every answer under one NAME the same bytes.
ask() {
    local outcome=$1 name=$2 found
    shift 2
    run ask "$@" --stats
    [[ -s $T/out ]] || fail "there is no answer"
    found=$(grep -E "$stats_line" "$T/err" | tail -n 1) || fail "--stats printed no line like \"hit 1.2 ms\""
    [[ $outcome == any || ${found%% *} == "$outcome" ]] || fail "this should be a $outcome, and gemcache says: $found"
    awk '{ print $2 }' <<<"$found" >"$T/$name.${found%% *}.ms"
    if [[ -e $T/$name.answer ]]; then
        cmp -s "$T/out" "$T/$name.answer" || fail "the answer is not the same bytes as before"
    else
        cp "$T/out" "$T/$name.answer"
    fi
}

# A question that must be put in the queue.
queue() {
    attempt ask "$@" --offline=queue
    [[ $code == 75 ]] || fail "exit code 75 (queued) was due, and it is $code"
    grep -qE '^queued [^ ]+$' "$T/out" || fail "no ticket was printed"
}

# refuse CODE COMMAND…: a command that must end with CODE and say why.
refuse() {
    local due=$1
    shift
    attempt "$@"
    [[ $code == "$due" ]] || fail "exit code $due was due, and it is $code"
    [[ -s $T/err && ! -s $T/out ]] || fail "the error should be told on standard error, and nothing on standard output"
    good "exit code $code"
}

through_proxy() {
    local body="{\"contents\":[{\"parts\":[{\"text\":\"$2\"}]}]}" status
    local call=(curl -sS -i "$proxy/v1beta/models/$model:generateContent"
        -H "x-goog-api-key: $key" -H "Content-Type: application/json" -d "$body")
    prompt "$(typed "${call[@]}")"
    "${call[@]}" | tr -d '\r' >"$T/reply" || fail "curl could not reach the proxy"
    head -n 1 "$T/reply"
    status=$(grep -i '^cache-status:' "$T/reply") || fail "the answer has no Cache-Status"
    echo "$status"
    sed '1,/^$/d' "$T/reply" >"$T/out"
    cat "$T/out"
    [[ -z $(tail -c 1 "$T/out") ]] || echo
    case $1:$status in
        hit:*"; hit"* | miss:*fwd=miss*) ;;
        *) fail "this should be a $1" ;;
    esac
    [[ $1 == miss ]] || cmp -s "$T/out" "$T/proxied" || fail "the answer is not the same bytes as before"
    cp "$T/out" "$T/proxied"
}

# --- what is checked

# saw WHAT EXPRESSION: what came to the mock since the last look, judged by a Python expression.
saw() {
    local verdict
    curl -sS "$mock/__mock/requests" >"$T/requests.json" || fail "the mock did not tell its requests"
    verdict=$(python3 - "$T/requests.json" "$seen" "$2" <<'PYTHON'
import json
import sys

log = [r for r in json.load(open(sys.argv[1]))["requests"] if not r["path"].startswith("/__mock")]
new = log[int(sys.argv[2]):]
ops = [r["operation"] for r in new]
items = [r.get("items") for r in new]


def is_generation(op):
    return op in ("generateContent", "streamGenerateContent")


generations = [op for op in ops if is_generation(op)]
uploads = ops.count("uploadFile")
polls = ops.count("getFile")
last_upload = max((i for i, op in enumerate(ops) if op == "uploadFile"), default=len(ops))
print(len(log), "yes" if eval(sys.argv[3]) else "no", " ".join(ops) or "nothing")
PYTHON
    ) || fail "the mock's request log could not be read"
    seen=${verdict%% *}
    verdict=${verdict#* }
    [[ ${verdict%% *} == yes ]] || fail "the mock should have seen $1, and it saw: ${verdict#* }"
    good "the mock saw $1"
}

# is_active TYPE FILE: the mock has FILE, whole and ACTIVE.
is_active() {
    curl -sS -H "x-goog-api-key: $key" "$mock/v1beta/files" >"$T/files.json"
    python3 - "$T/files.json" "$1" "$(wc -c <"$2")" <<'PYTHON' || fail "the mock does not have $2, whole and ACTIVE"
import json
import sys

files = json.load(open(sys.argv[1])).get("files", [])
sys.exit(not any((f["mimeType"], int(f["sizeBytes"]), f["state"]) == (sys.argv[2], int(sys.argv[3]), "ACTIVE") for f in files))
PYTHON
    good "the mock has the film, whole and ACTIVE"
}

side_by_side() {
    local name
    printf '\n  %-10s %12s %12s\n' "" miss hit
    for name in "$@"; do
        printf '  %-10s %9s ms %9s ms\n' "$name" "$(cat "$T/$name.miss.ms")" "$(cat "$T/$name.hit.ms")"
    done
    printf '\n'
    good "the same bytes each time"
}

# same_vectors A B: every text that is in both lists has the same vector in both answers.
same_vectors() {
    python3 - "$T" "$1" "$2" <<'PYTHON' || fail "the vectors are not what they should be"
import json
import sys


def vectors(value):
    """Every list of numbers in a JSON value, in order."""
    if isinstance(value, list) and value and all(isinstance(x, (int, float)) for x in value):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [vector for part in parts for vector in vectors(part)]


folder, *names = sys.argv[1:]
tables = []
for name in names:
    lines = open(f"{folder}/{name}.txt").read().splitlines()
    found = vectors(json.load(open(f"{folder}/{name}.json")))
    if len(found) != len(lines):
        sys.exit(f"{len(lines)} texts gave {len(found)} vectors")
    tables.append(dict(zip(lines, found)))
first, second = tables
print(f"  {len(first)} vectors, then {len(second)}, of {len(next(iter(second.values())))} numbers each")
sys.exit(any(second[text] != first[text] for text in first if text in second))
PYTHON
    good "the ten known texts have the same vectors"
}

# Every word must stand in the last output.
tells() {
    local word
    for word in "$@"; do
        grep -qi "$word" "$T/out" || fail "the word \"$word\" is missing"
    done
}

no_key_on_disk() {
    printf '\n'
    if grep -rqF -e "$key" "$T"; then fail "the key stands in $(grep -rlF -e "$key" "$T" | head -n 1)"; fi
    good "the key stands in no file"
}
