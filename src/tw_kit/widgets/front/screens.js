// Which function draws which kind of screen.

import {
  askScreen, clarityIntroScreen, clarityScreen, offerScreen, partIntroScreen, placeScreen, ratingScreen,
} from "./screens_answer.js";
import { answersScreen } from "./screens_answers.js";
import {
  aboutScreen, codeEntryScreen, consentScreen, goneScreen, languageScreen, openingScreen, troubleScreen,
} from "./screens_begin.js";
import { kindQuestionScreen, moreScreen } from "./screens_check.js";
import { codeScreen } from "./screens_code.js";
import { resultScreen } from "./screens_result.js";
import { evidenceChoiceScreen, evidenceScreen, magnetsScreen, reflectScreen, stepsScreen } from "./screens_tell.js";

const DRAWERS = {
  about: aboutScreen,
  answers: answersScreen,
  ask: askScreen,
  clarity: clarityScreen,
  clarity_intro: clarityIntroScreen,
  code: codeScreen,
  code_entry: codeEntryScreen,
  consent: consentScreen,
  evidence: evidenceScreen,
  evidence_choice: evidenceChoiceScreen,
  gone: goneScreen,
  kind_question: kindQuestionScreen,
  language: languageScreen,
  magnets: magnetsScreen,
  more: moreScreen,
  offer: offerScreen,
  opening: openingScreen,
  part_intro: partIntroScreen,
  place: placeScreen,
  rating: ratingScreen,
  reflect: reflectScreen,
  result: resultScreen,
  steps: stepsScreen,
  trouble: troubleScreen,
};

// What a screen shows: {tag, heading, why, body, nextLabel, onNext, onSkip, hasBack, hasNext, title}.
export function drawnScreen(session) {
  const screen = session.current;
  return DRAWERS[screen?.kind ?? session.screen](session, screen);
}
