# Sourced by the scripts at the top: exports JAVA_HOME of a JDK 25, or says in one line what is missing.
is_jdk25() {
    [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -q '^javac 25\b'
}

find_jdk25() {
    local candidate on_path
    on_path=$(command -v javac || true)
    for candidate in "${JAVA_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" \
        "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.jbang/cache/jdks/*; do
        if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
    done
    echo "No JDK 25 found: install one (https://adoptium.net, package temurin-25-jdk), or let JAVA_HOME name it." >&2
    return 1
}

find_jdk25 || exit 1
