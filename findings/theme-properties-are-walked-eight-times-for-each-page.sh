#!/usr/bin/env bash
# Keycloak 26.7.4: for each page of a login it walks all properties of the theme eight times, and matches every key with a regular expression, to find
# style sheets, scripts and icons.
#
# One would guess that what a theme brings along is read once, as the theme is kept (cacheThemes), or that one which lists its style sheets in one line
# costs nothing. Seen: the parser, which each page calls anew (FreeMarkerLoginFormsProvider, and KeycloakErrorHandler for pages of errors), copies the names of all properties
# twice for each of four kinds of resources, and matches each name: 1,008 for one page of keycloak.v2. A theme of one's own pays eight more for each property that it adds.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
version=26.7.4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for artifact in keycloak-services keycloak-themes; do
    "$project/mvnw" -f "$project/pom.xml" -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact="org.keycloak:$artifact:$version" -DoutputDirectory="$work"
done

cat > "$work/Walks.java" << 'JAVA'
import java.io.IOException;
import java.util.Properties;
import java.util.Set;
import org.keycloak.theme.ThemeResourcesParser;

/** Says how many properties the login theme keycloak.v2 has, and how often all of their names are asked for to parse them. */
class Walks {

    public static void main(String[] arguments) throws IOException {
        var theme = new Properties() {
            int walks;

            @Override
            public Set<String> stringPropertyNames() {
                walks++;
                return super.stringPropertyNames();
            }
        };
        for (String part : new String[] {"base/login", "keycloak/common", "keycloak.v2/login"}) {
            try (var file = Walks.class.getResourceAsStream("/theme/" + part + "/theme.properties")) {
                if (file != null) {
                    theme.load(file);
                }
            }
        }
        ThemeResourcesParser.parse(theme);
        System.out.println(theme.size() + " " + theme.walks);
    }
}
JAVA
read -r properties walks <<< "$(java -cp "$work/*" "$work/Walks.java")"
echo "$properties properties, walked $walks times: $((properties * walks)) names are matched for one page"
[ "$walks" = 8 ] && [ "$properties" = 126 ]
