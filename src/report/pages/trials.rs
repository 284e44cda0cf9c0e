//! The page of field trials: published effects beside what the model says of the same trials.

use super::skeleton::{figure, page, who};
use crate::charts::trials::trials;
use crate::kit::chart::VERSION;
use crate::tables::trials as tables;
use crate::words::trials as words;
use amparo_decide::trials::TrialsAnswer;
use maud::html;

/// The page as one self-contained HTML file.
pub fn trials_page(answer: &TrialsAnswer) -> String {
    let title = words::heading(answer);
    let chart = trials(answer);
    let body = html! {
        header { p.kicker { "amparo · " (answer.scenario) } h1 { (title) } }
        section.first {
            h2 { (words::heads::FINDING) }
            ul.finding {
                li { (chart.title) "." }
                @for said in words::findings(answer) { li { (said) } }
            }
        }
        section {
            h2 { (words::heads::COMPARED) }
            (figure(0, &chart))
            (tables::compared(answer).html("facts"))
        }
        section {
            h2 { (words::heads::POOLED) }
            (tables::pools(answer).html("facts"))
            (tables::priors(answer).html("facts"))
        }
        section {
            h2 { (words::heads::MISSING) }
            (tables::missing(answer).html("facts"))
        }
        section {
            h2 { (words::heads::HOW) }
            ul { @for said in words::how(answer) { li { (said) } } }
        }
        (who())
    };
    page(&title, &body, &words::source(answer, VERSION))
}
