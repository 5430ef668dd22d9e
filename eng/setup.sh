# shellcheck shell=bash
# Sourced by ./leadline, ./run, ./test and the bench: makes sure of what they need, or says what is missing in one line.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
artifacts=$root/artifacts
mkdir -p "$artifacts"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

fail() {
    echo "leadline: $*" >&2
    exit 1
}

# A program finds a .NET outside the usual folders by DOTNET_ROOT alone.
if [[ -z ${DOTNET_ROOT:-} ]] && dotnet=$(command -v dotnet); then
    dotnet=$(dirname "$(readlink -f "$dotnet")")
    [[ ! -d $dotnet/shared ]] || export DOTNET_ROOT=$dotnet
fi

need_dotnet() {
    has_dotnet || { apt_install dotnet-sdk-10.0 && has_dotnet; } ||
        fail "needs the .NET 10 SDK (package dotnet-sdk-10.0, or https://dotnet.microsoft.com/download/dotnet/10.0)"
}

# The SDK answers from global.json; invariant, so that a missing ICU is told by need_icu.
has_dotnet() {
    (cd "$root" && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 dotnet --version) &>/dev/null
}

need_icu() {
    has_icu || { { apt_install libicu72 || apt_install libicu-dev; } && has_icu; } ||
        fail "needs ICU (package libicu72 or libicu-dev); invariant mode is not enough, folding text needs Unicode normalization"
}

has_icu() {
    PATH=$PATH:/usr/sbin:/sbin ldconfig -p | grep libicuuc >/dev/null
}

need_chromium() {
    has chromium || { apt_install chromium && has chromium; } ||
        fail "the browser tests need Chromium on the PATH (package chromium)"
}

need_wrk() {
    has wrk || { apt_install wrk && has wrk; } ||
        fail "the load measurements need wrk on the PATH (package wrk)"
}

# A private server of PostgreSQL for the time of the script, with further options; sets `postgres` to its connection string. Its folder goes with it,
# unless one is named. It refuses to run as root, so root lends it a user.
need_postgres() {
    local bin port
    postgres_is_kept=${1:-}
    bin=$(find_postgres) || { apt_install postgresql && bin=$(find_postgres); } ||
        fail "the tests need PostgreSQL 15 or later (package postgresql)"
    postgres_bin=$bin
    postgres_home=${1:-$(mktemp -d "${TMPDIR:-/tmp}/leadline-postgres-XXXXXX")}
    mkdir -p "$postgres_home"
    if ((EUID == 0)); then
        id leadline-tests &>/dev/null || useradd --system --no-create-home leadline-tests
        chown leadline-tests "$postgres_home"
    fi
    port=$(free_port)
    [[ -e $postgres_home/data ]] || as_postgres initdb -D "$postgres_home/data" -U leadline --auth=trust -E UTF8 --locale=C.UTF-8
    as_postgres pg_ctl -D "$postgres_home/data" -w -l "$postgres_home/log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_home -c max_connections=400 ${*:2}" start
    postgres="Host=127.0.0.1;Port=$port;Username=leadline"
}

# Sets `pgbouncer` to the program; each test that needs one starts its own.
need_pgbouncer() {
    pgbouncer=$(find_pgbouncer) || { apt_install pgbouncer && pgbouncer=$(find_pgbouncer); } ||
        fail "the tests need PgBouncer (package pgbouncer)"
}

find_pgbouncer() {
    PATH=$PATH:/usr/sbin:/sbin command -v pgbouncer
}

# Also after a start that failed half-way.
stop_postgres() {
    [[ -n ${postgres_home:-} ]] || return 0
    [[ ! -e $postgres_home/data/postmaster.pid ]] || as_postgres pg_ctl -D "$postgres_home/data" -m fast stop || true
    [[ -n $postgres_is_kept ]] || rm -rf "$postgres_home"
}

as_postgres() {
    local program=$postgres_bin/$1
    shift
    if ((EUID == 0)); then
        (cd / && runuser -u leadline-tests -- "$program" "$@" >/dev/null)
    else
        "$program" "$@" >/dev/null
    fi
}

find_postgres() {
    local bin
    for bin in /usr/lib/postgresql/*/bin; do
        [[ -x $bin/initdb && $(basename "${bin%/bin}") -ge 15 ]] && echo "$bin" && return
    done
    return 1
}

free_port() {
    local port
    for port in $(shuf -i 20000-30000 -n 50); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port" && return; }
    done
    return 1
}

has() {
    command -v "$1" >/dev/null
}

# Installs a Debian package where that is possible without a password; false where it is not.
apt_install() {
    local package=$1 log=$artifacts/apt.log
    has apt-get && can_be_root || return 1
    if [[ -z ${apt_is_updated:-} ]]; then
        as_root apt-get update -qq &>"$log" || true # an unreachable source need not be the one with the package
        apt_is_updated=true
    fi
    [[ -n $(apt-cache show --no-all-versions "$package" 2>/dev/null) ]] || return 1
    echo "leadline: installing $package" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=120 "$package" &>>"$log" </dev/null || { cat "$log" >&2; return 1; }
}

can_be_root() {
    ((EUID == 0)) || sudo -n true &>/dev/null
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# Publishes the server if its sources are newer than the last build, and sets `server` to the program.
# Each build has its own folder, held by a shared lock (8) as long as a process runs from it, so a new build never
# breaks a running server; builds that nobody holds are removed.
need_server() {
    local builds=$artifacts/leadline
    mkdir -p "$builds"
    exec 9>"$artifacts/leadline.lock"
    flock 9
    is_up_to_date "$builds/current" || publish_server "$builds"
    server=$(readlink -f "$builds/current")/Leadline.Server
    exec 8<"${server%/*}"
    flock --shared 8
    exec 9>&-
}

is_up_to_date() {
    local stamp=$1/.sources
    [[ -e $stamp ]] && (cd "$root" && [[ -z $(find src ./*.props global.json -newer "$stamp" -print -quit) ]])
}

publish_server() {
    need_icu
    need_dotnet
    local builds=$1 build log=$artifacts/leadline.log old
    build=$builds/$(date +%Y%m%d-%H%M%S)
    echo "leadline: building the server" >&2
    mkdir "$build"
    touch "$build/.sources" # before the build: what changes meanwhile is newer
    (cd "$root" && dotnet publish src/Leadline.Server -c Release --use-current-runtime --self-contained false \
        -p:PublishReadyToRun=true -o "$build") &>"$log" </dev/null 9>&- || {
        cat "$log" >&2
        rm -rf "$build"
        fail "the build failed"
    }
    ln -sfn "${build##*/}" "$builds/next"
    mv -T "$builds/next" "$builds/current"
    for old in "$builds"/2*; do
        [[ $old == "$build" ]] || flock --nonblock "$old" rm -rf "$old" || true
    done
}
