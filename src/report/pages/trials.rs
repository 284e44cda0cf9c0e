//! The page of field trials: published effects beside what the model says of the same trials.

use super::skeleton::{figure, page, who};
use crate::charts::trials::trials;
use crate::kit::chart::VERSION;
use crate::tables::trials as tables;
use crate::words::language::Language;
use crate::words::trials::OfTrials;
use amparo_decide::trials::TrialsAnswer;
use maud::html;

/// The page as one self-contained HTML file.
pub fn trials_page(answer: &TrialsAnswer, language: Language) -> String {
    let words = language.words();
    let title = words.trials_heading(answer);
    let chart = trials(answer, language);
    let body = html! {
        header { p.kicker { (words.kicker(&answer.scenario)) } h1 { (title) } }
        section.first {
            h2 { (words.trials(OfTrials::SectionFinding)) }
            ul.finding {
                li { (chart.title) "." }
                @for said in words.trials_findings(answer) { li { (said) } }
            }
        }
        section {
            h2 { (words.trials(OfTrials::SectionCompared)) }
            (figure(words, 0, &chart))
            (tables::compared(answer, language).html("facts"))
        }
        section {
            h2 { (words.trials(OfTrials::SectionPooled)) }
            (tables::pools(answer, language).html("facts"))
            (tables::priors(answer, language).html("facts"))
        }
        section {
            h2 { (words.trials(OfTrials::SectionMissing)) }
            (tables::missing(answer, language).html("facts"))
        }
        section {
            h2 { (words.trials(OfTrials::SectionHow)) }
            ul { @for said in words.trials_how(answer) { li { (said) } } }
        }
        (who(words))
    };
    page(language, &title, &body, &words.trials_source(answer, VERSION))
}
