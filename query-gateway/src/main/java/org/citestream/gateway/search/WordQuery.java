package org.citestream.gateway.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.QueryBuilder;

/**
 * What was typed, as a question to the index: each word, and each phrase in quotation marks, must be found in some field. Nothing
 * that is typed is an operator, so nothing can be wrong with it but its length.
 */
final class WordQuery {

    private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|([^\\s\"]+)");
    private static final float NEARLY_THE_BEST_FIELD_ALONE = 0.1f;
    private static final int MOST_PARTS = 64;
    private static final int SHORTEST_BEGINNING = 2;

    private final Analyzer analyzer;
    private final QueryBuilder builder;
    private final Map<String, Float> fields;

    WordQuery(Analyzer analyzer, Map<String, Float> fields) {
        this.analyzer = analyzer;
        this.builder = new QueryBuilder(analyzer);
        this.fields = fields;
    }

    Query of(String typed) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        int parts = 0;
        Matcher matcher = PART.matcher(typed);
        while (matcher.find() && parts < MOST_PARTS) {
            String phrase = matcher.group(1);
            Query part = anywhere(phrase == null ? matcher.group(2) : phrase, phrase != null);
            if (!(part instanceof MatchNoDocsQuery)) {
                all.add(part, Occur.MUST);
                parts++;
            }
        }
        return parts == 0 ? new MatchNoDocsQuery("no word was given") : all.build();
    }

    /** What is being typed: all words must be found in one of some fields, the last one maybe only begun. */
    Query begun(String typed, List<String> among) {
        String text = typed.replace('"', ' ').strip();
        int last = text.lastIndexOf(' ') + 1;
        String begun = text.substring(last);
        if (begun.length() < SHORTEST_BEGINNING) {
            return new MatchNoDocsQuery("too little was typed");
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String field : among) {
            BooleanQuery.Builder all = new BooleanQuery.Builder();
            if (last > 0) {
                Query before = builder.createBooleanQuery(field, text.substring(0, last), Occur.MUST);
                if (before != null) {
                    all.add(before, Occur.MUST);
                }
            }
            BooleanQuery.Builder word = new BooleanQuery.Builder().add(beginning(field, begun), Occur.SHOULD);
            Query whole = builder.createBooleanQuery(field, begun, Occur.MUST);
            if (whole != null) {
                word.add(whole, Occur.SHOULD);
            }
            any.add(all.add(word.build(), Occur.MUST).build(), Occur.SHOULD);
        }
        return any.build();
    }

    /** What is one word to who types it may be several to the index, of which the last is begun. */
    private Query beginning(String field, String begun) {
        String whole = field + PaperAnalyzer.WHOLE;
        List<String> words = words(whole, begun);
        if (words.isEmpty()) {
            return new MatchNoDocsQuery("nothing but punctuation");
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        words.subList(0, words.size() - 1).forEach(each -> all.add(new TermQuery(new Term(whole, each)), Occur.MUST));
        Term last = new Term(whole, words.getLast());
        boolean isBeginning = words.size() > 1 || words.getLast().length() >= SHORTEST_BEGINNING;
        return all.add(isBeginning ? new PrefixQuery(last) : new TermQuery(last), Occur.MUST)
                .build();
    }

    private List<String> words(String field, String text) {
        List<String> words = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream(field, text)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(word.toString());
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    private Query anywhere(String text, boolean phrase) {
        List<Query> each = new ArrayList<>();
        fields.forEach((field, weight) -> {
            Query in = phrase
                    ? builder.createPhraseQuery(field, text)
                    : builder.createBooleanQuery(field, text, Occur.MUST);
            if (in != null) {
                each.add(new BoostQuery(in, weight));
            }
        });
        return each.isEmpty()
                ? new MatchNoDocsQuery("nothing but punctuation")
                : new DisjunctionMaxQuery(each, NEARLY_THE_BEST_FIELD_ALONE);
    }
}
