package org.citestream.ingest.feed.crossref;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citestream.ingest.submission.Doi;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a bibliography entry says. These forms are taken apart: the one of the computing societies ({@code Authors. Year.
 * Title. Where it appeared.}, the year maybe in brackets), the one with the title in quotation marks, and those with the year at the end,
 * {@code A. Author and B. Other. Title. In Where, 1998.}, {@code Ann Author and Bo Other. Title. In Where, 1998.}, {@code Author A, Other
 * B. Title. Where 1998;7:1-12} and {@code Author, A., Other, B.: Title. Where (1998)}. Of any other, only a DOI is taken.
 *
 * @param doi a DOI found in the text, folded, or null
 * @param title the title, or null
 * @param year a year, or null
 * @param author the first author, or null
 */
record CitationText(
        @Nullable String doi,
        @Nullable String title,
        @Nullable String year,
        @Nullable String author) {

    private static final int LONGEST = 4_000;
    private static final Pattern DOI = Pattern.compile("\\b10\\.[0-9]{4,9}/[^\\s\"<>]{1,300}");
    private static final Pattern NUMBER = Pattern.compile("^\\s*(\\[[^\\]]{1,20}\\]|[0-9]{1,3}\\.)\\s*");
    private static final Pattern AUTHORS_YEAR_TITLE = Pattern.compile(
            "^(?<authors>[^0-9“\"]{3,1000}?)[.,]?\\s+\\(?(?<year>(1[89]|20)[0-9]{2})[a-z]?(?:\\)[.:,]?|[.:,])\\s+(?<title>.{8,600}?[^.\\s]{2})[.?!](\\s.*|$)");
    private static final String AUTHOR = "(?:\\p{Lu}\\.[\\s-]?){1,4}+(?:[a-z]{2,4}\\s){0,3}+\\p{Lu}[\\p{L}'’-]{1,40}+";
    private static final String AND = "(?:,\\s(?:and\\s)?|\\s(?:and|&)\\s)";
    private static final String TITLE_AND_REST = "(?<title>.{8,600}?[^.\\s]{2})[.?!]\\s+(?<rest>.*)$";
    private static final Pattern INITIALS_TITLE = Pattern.compile(
            "^(?<authors>" + AUTHOR + "(?:" + AND + AUTHOR + "){0,60}+)(?:,?\\set\\sal)?\\.\\s+" + TITLE_AND_REST);
    private static final String WORD = "\\p{Lu}[\\p{L}'’-]{1,40}+";
    private static final String FULL_NAME =
            WORD + "(?:\\s\\p{Lu}\\.){0,3}+(?:\\s[a-z]{2,4}){0,3}+(?:\\s" + WORD + "){1,2}+";
    /** Two at least, or others besides, since one name alone could as well be the beginning of a title. */
    private static final Pattern NAMES_TITLE = Pattern.compile("^(?<authors>" + FULL_NAME + "(?:(?:,\\s" + FULL_NAME
            + "){0,60}+,?\\s(?:and|&)\\s" + FULL_NAME + "|,?\\set\\sal))\\.\\s+" + TITLE_AND_REST);

    private static final String FAMILY_FIRST = WORD + "\\s\\p{Lu}{1,3}+";
    private static final Pattern FAMILIES_TITLE = Pattern.compile("^(?<authors>" + FAMILY_FIRST + "(?:,\\s"
            + FAMILY_FIRST + "){0,60}+)(?:,?\\set\\sal)?\\.\\s+" + TITLE_AND_REST);
    private static final Pattern AUTHORS_COLON_TITLE =
            Pattern.compile("^(?<authors>[^0-9:“\"]{2,1000}?\\p{Lu}\\.):\\s+" + TITLE_AND_REST);
    private static final Pattern QUOTED = Pattern.compile(
            "^(?<authors>[^“\"]{0,1000}?)[,.:]?\\s*[“\"](?<title>[^”\"]{8,600}?)[,.]?\\s*[”\"](?<rest>.*)$");
    private static final Pattern YEAR = Pattern.compile("(?<![0-9])(1[89]|20)[0-9]{2}(?![0-9])");
    private static final Pattern FIRST_AUTHOR = Pattern.compile(
            "^(.{2,200}?)(,? and |,? et al$|; | & |, (?=(?:\\p{Lu}\\.[ -]?){1,4}\\p{Lu}[\\p{L}'’-])|, (?=\\p{Lu}[\\p{L}'-]+ \\p{Lu})|$)");

    static CitationText of(String written) {
        String cut = written.length() > LONGEST ? written.substring(0, LONGEST) : written;
        String text = NUMBER.matcher(cut.strip().replaceAll("\\s+", " ")).replaceFirst("");
        String doi = doi(text);
        Matcher parts = AUTHORS_YEAR_TITLE.matcher(text);
        if (parts.matches()) {
            return new CitationText(doi, parts.group("title"), parts.group("year"), firstOf(parts.group("authors")));
        }
        for (Pattern yearAtTheEnd : List.of(QUOTED, INITIALS_TITLE, NAMES_TITLE, FAMILIES_TITLE, AUTHORS_COLON_TITLE)) {
            parts = yearAtTheEnd.matcher(text);
            String year = parts.matches() ? lastYear(parts.group("rest")) : null;
            if (year != null || (parts.matches() && yearAtTheEnd == QUOTED)) {
                return new CitationText(doi, parts.group("title"), year, firstOf(parts.group("authors")));
            }
        }
        return new CitationText(doi, null, null, null);
    }

    private static @Nullable String lastYear(String text) {
        Matcher year = YEAR.matcher(text);
        String found = null;
        while (year.find()) {
            found = year.group();
        }
        return found;
    }

    private static @Nullable String doi(String text) {
        Matcher matcher = DOI.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        String doi = matcher.group();
        int end = doi.length();
        while (end > 0 && ".,;)]}".indexOf(doi.charAt(end - 1)) >= 0) {
            end--;
        }
        return Doi.fold(doi.substring(0, end)).orElse(null);
    }

    private static @Nullable String firstOf(String authors) {
        Matcher first = FIRST_AUTHOR.matcher(authors.strip());
        return first.find() ? first.group(1).strip() : null;
    }
}
